package io.keelson.tenancy.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.quota.QuotaName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitNameTest {
  @Test
  void everyQuotaIsALimitOfTheSameName() {
    assertThat(LimitName.values())
        .extracting(Enum::name)
        .contains(Stream.of(QuotaName.values()).map(Enum::name).toArray(String[]::new));
  }

  @Test
  void aBoundThatAllTenantsHaveIsNoLimitOfATenant() {
    assertThat(LimitName.named("PROJECTS")).contains(LimitName.PROJECTS);
    assertThat(LimitName.named("teams")).isEmpty();
  }
}
