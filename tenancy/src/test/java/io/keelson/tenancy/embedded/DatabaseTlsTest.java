package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTlsTest {
  @TempDir Path folder;

  @Test
  void aUrlWithoutParametersAsksForNoTls() {
    assertThat(DatabaseTls.parse("p", null)).isEqualTo(DatabaseTls.NONE);
    assertThat(DatabaseTls.NONE.query()).isEmpty();
  }

  @Test
  void whatIsReadIsWrittenAgain() throws IOException {
    Path authorities = Files.writeString(folder.resolve("a b.pem"), "x");
    String query = "sslmode=verify-full&sslrootcert=" + authorities.toString().replace(" ", "+");
    DatabaseTls tls = DatabaseTls.parse("p", query);
    assertThat(tls.mode()).isEqualTo(DatabaseTls.Mode.VERIFY_FULL);
    assertThat(tls.authorities()).contains(authorities);
    assertThat(DatabaseTls.parse("p", tls.query().substring(1))).isEqualTo(tls);
    assertThat(DatabaseTls.parse("p", "sslmode=require").query()).isEqualTo("?sslmode=require");
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=prefer, p: sslmode prefer (expected: disable",
    "sslmode=verify-full, p: sslrootcert missing (expected:",
    "sslmode=verify-full&sslrootcert=/no/such, p: sslrootcert /no/such (expected:",
    "user=other, p: parameter user (expected:",
  })
  void whatPromisesLessThanItSeemsToIsRefused(String query, String message) {
    assertThatThrownBy(() -> DatabaseTls.parse("p", query)).hasMessageStartingWith(message);
  }
}
