package io.keelson.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeySecretTest {
  @Test
  void aNewKeyCarriesAChecksumThatEveryOtherCharacterBreaks() {
    String key = ApiKeySecret.generate().value();

    assertThat(key).hasSize(53).startsWith("ksn_");
    assertThat(ApiKeySecret.isWellFormed(key)).isTrue();
    for (int i = 4; i < key.length(); i++) {
      char other = key.charAt(i) == 'a' ? 'b' : 'a';
      String changed = key.substring(0, i) + other + key.substring(i + 1);
      assertThat(ApiKeySecret.isWellFormed(changed)).as(changed).isFalse();
    }
  }

  @Test
  void aKeyOfAnEarlierReleaseHasNoneAndStaysValid() {
    assertThat(ApiKeySecret.isWellFormed("ksn_" + "x".repeat(43))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ksn_",
        "ksj_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ksn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ksn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ksn_xxxxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxxx",
        "ksn_xxxxxxxxxxxxxxxxxxxxx\u00e4xxxxxxxxxxxxxxxxxxxxx"
      })
  void whatHasNotTheFormOfAKeyIsNone(String value) {
    assertThat(ApiKeySecret.isWellFormed(value)).isFalse();
  }
}
