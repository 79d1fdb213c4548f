package io.keelson.tenancy.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvitationMailTest {
  private static final OffsetDateTime END = OffsetDateTime.parse("2026-12-01T10:00:00Z");
  private static final String URL = "https://keelson.example";
  private final InvitationMail mails = new InvitationMail(null, delivery());

  @Test
  void whatATenantOrItsPeopleNamedThemselvesIsNoWordOfThePlatforms() {
    String name =
        "Keelson security. Your account is locked, confirm at http://evil.example/login?a=1 or"
            + " mailto:x@evil.example";

    Mail mail = mail(name, "evil.example/ann\" wrote \r\nhttp://evil.example");

    assertThat(mail.subject()).isEqualTo("You are invited to an organisation on Keelson");
    assertThat(mail.body())
        .startsWith(
            "\"evil example ann wrote http evil example\" invites you to join the organisation"
                + " \"Keelson security. Your account is locke…\".\n\n")
        .contains(URL + "/invitation#")
        .doesNotContain("evil.example", "://evil");
    assertThat(mail.body().split("://", -1)).as("no other link").hasSize(2);
  }

  @Test
  void noNameHasWhatMailReadersMakeALinkOf() {
    for (String name :
        List.of(
            "http://evil.example",
            "www.evil.example/a",
            "evil.example",
            "evil\u3002example",
            "evil\uFF0Eexample",
            "evil\u200B.\u200Bexample",
            "x@evil.example",
            "//evil",
            "<a href=evil>",
            "call +1 (800) 555-0100 now",
            "1234567")) {
      assertThat(ShownName.of(name))
          .as(name)
          .doesNotContainPattern("\\S\\.\\S|[/:@<>\"=#?]|\\p{Cf}|\\d{7}|555");
    }
  }

  @Test
  void usualNamesStayAsTheyAreAndLongOnesAreCut() {
    for (String name :
        List.of("Acme Inc.", "Müller & Söhne (Berlin)", "O'Neill, Ltd.", "東京", "a-b_c")) {
      assertThat(ShownName.of(name)).isEqualTo(name);
    }
    assertThat(ShownName.of("\uD835\uDC00".repeat(50))).isEqualTo("\uD835\uDC00".repeat(39) + "…");
    assertThat(ShownName.of("://")).isEqualTo("(no name)");
  }

  private static MailDelivery delivery() {
    return new MailDelivery() {
      @Override
      public void send(Transaction tx, Mail mail) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String url() {
        return URL;
      }
    };
  }

  private Mail mail(String tenant, String giver) {
    return mails.mail("ann@corp.example", tenant, giver, InvitationToken.generate(), END);
  }
}
