package io.keelson.api.graphql.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorMailTest {
  @Test
  void anAddressIsSaidAndNoneIsNone() {
    assertThat(new OperatorMail(Optional.of(" ops+limits@keelson.example ")).address())
        .hasValue("ops+limits@keelson.example");
    assertThat(new OperatorMail(Optional.of(" ")).address()).isEmpty();
    assertThat(new OperatorMail(Optional.empty()).address()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ops", "a@b@c", "ops@keelson.example?bcc=x@y.example", "a@b.example,c@d.example"})
  void whatIsNoAddressStopsTheStart(String setting) {
    assertThatThrownBy(() -> new OperatorMail(Optional.of(setting)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keelson.operator-mail: " + setting);
  }
}
