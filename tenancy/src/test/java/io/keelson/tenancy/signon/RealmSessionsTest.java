package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RealmSessionsTest {
  private static final UUID TENANT = UUID.fromString("01900000-0000-7000-8000-00000000000a");
  private static final String ALIAS = ProviderAlias.of(TENANT);
  private static final String OTHER =
      ProviderAlias.of(UUID.fromString("01900000-0000-7000-8000-00000000000b"));
  private static final String ISSUER = "https://login.bank.example";
  private final JsonObject session =
      new JsonObject()
          .put("active", true)
          .put("sub", UUID.randomUUID().toString())
          .put("auth_time", 1_790_000_000L)
          .put("sid", "4711")
          .put("identity_provider", ALIAS)
          .put("identity_provider_named_by", RealmProviders.namedBy(ALIAS, ISSUER))
          .put("identity_provider_email", "clerk@bank.example")
          .put("identity_provider_subject", "clerk");
  private final RealmSessions sessions =
      new RealmSessions(
          new RealmDoor(null, InstantSource.system()) {
            @Override
            JsonObject introspect(String accessToken) {
              return session;
            }
          });

  @Test
  void whatTheProviderOfTheSessionNamedIsBelieved() {
    SignedOn who = sessions.of("token").orElseThrow();

    assertThat(who.tenantId()).isEqualTo(TENANT);
    assertThat(who.issuer()).isEqualTo(ISSUER);
    assertThat(who.subject()).isEqualTo("clerk");
    assertThat(who.email()).isEqualTo("clerk@bank.example");
  }

  @Test
  void whatAnotherProviderNamedInTheSessionIsNot() {
    for (String namedBy :
        new String[] {
          RealmProviders.namedBy(OTHER, ISSUER), ALIAS, ALIAS + "b " + ISSUER, ISSUER, "", null
        }) {
      session.put("identity_provider_named_by", namedBy);
      assertThat(sessions.of("token")).as("%s", namedBy).isEmpty();
    }
  }

  @Test
  void aSessionThatIsOverOrSaysNothingIsNoSignOn() {
    for (String missing :
        new String[] {
          "active",
          "auth_time",
          "sid",
          "identity_provider",
          "identity_provider_email",
          "identity_provider_subject"
        }) {
      Object value = session.remove(missing);
      assertThat(sessions.of("token")).as(missing).isEmpty();
      session.put(missing, value);
    }
    assertThat(sessions.of("token")).isPresent();
  }

  @Test
  void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
    SignedOn one = sessions.of("token").orElseThrow();
    SignedOn again = sessions.of("token").orElseThrow();
    session.put("identity_provider_named_by", RealmProviders.namedBy(ALIAS, ISSUER + "c"));
    session.put("identity_provider_subject", "lerk");
    SignedOn other = sessions.of("token").orElseThrow();

    assertThat(again.subjectHash()).isEqualTo(one.subjectHash());
    assertThat(other.subjectHash()).isNotEqualTo(one.subjectHash());
  }
}
