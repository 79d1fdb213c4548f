package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.embedded.MailServer.StartTls;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
  private static Optional<MailServer> of(String url) {
    return MailServer.from(name -> Optional.of(url).filter(set -> name.equals("keelson.mail.url")));
  }

  @Test
  void aConnectionInTheClearGoesOnThroughTlsUnlessThatIsSaid() {
    assertThat(of("smtp://mail.example"))
        .contains(
            new MailServer(
                "mail.example", 587, false, StartTls.REQUIRED, Optional.empty(), Optional.empty()));
    assertThat(of("smtp://mail.example:25?starttls=optional").orElseThrow())
        .extracting(MailServer::port, MailServer::startTls)
        .containsExactly(25, StartTls.OPTIONAL);
    assertThat(of("smtps://mail.example").orElseThrow())
        .extracting(MailServer::port, MailServer::tls)
        .containsExactly(465, true);
  }

  @Test
  void anAccountIsWrittenAsInOtherUrls() {
    MailServer server = of("smtp://keelson%40mail.example:s3%3A%2Fcr3t@mail.example").orElseThrow();

    assertThat(server.username()).contains("keelson@mail.example");
    assertThat(server.password()).contains("s3:/cr3t");
    assertThat(server.toString()).doesNotContain("cr3t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example",
        "http://keelson:s3cr3t@mail.example",
        "smtp://keelson:s3cr3t@",
        "smtp://keelson:s3cr3t@mail.example?starttls=perhaps",
        "smtps://keelson:s3cr3t@mail.example?starttls=required",
      })
  void anotherUrlIsRefusedByName(String url) {
    assertThatThrownBy(() -> of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keelson.mail.url")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void withoutOneThereIsNone() {
    assertThat(of(" ")).isEmpty();
  }
}
