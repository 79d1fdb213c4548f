package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SignUpSweepTest {
  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
  private final Realm realm = new Realm();
  private Instant now = START;
  private final SignUpSweep sweep = sweep(true);

  private SignUpSweep sweep(boolean isOn) {
    return new SignUpSweep(realm, isOn, () -> now);
  }

  @Test
  void anAddressThatNobodyVerifiedIsFreeAfterAnHour() {
    realm.add("squatter", "corp.example", START, "REGISTER");

    now = START.plus(Duration.ofMinutes(59));
    assertThat(sweep.sweep()).isZero();
    now = START.plus(Duration.ofMinutes(61));
    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(realm.accounts).isEmpty();
    assertThat(sweep.sweep()).as("also by another process").isZero();
  }

  @Test
  void aNameLikeThoseOfAccountsOfAProviderKeepsNothing() {
    realm.add("tenant-01900000-0000-7000-8000-00000000000a.x", "corp.example", START, "REGISTER");
    now = START.plus(Duration.ofMinutes(61));

    assertThat(sweep.sweep()).isEqualTo(1);
  }

  @Test
  void whatSignUpDidNotMakeOrSomebodyUsedStays() {
    realm.add("made-by-an-administrator", "corp.example", START);
    realm.add("verified-once", "corp.example", START, "REGISTER", "VERIFY_EMAIL");
    realm.add("signed-in", "corp.example", START, "LOGIN", "REGISTER");
    realm.add("reset", "corp.example", START, "REGISTER", "RESET_PASSWORD");
    realm.add("of-another-broker", "corp.example", START, "BROKER");
    realm.add("tenant-01900000-0000-7000-8000-00000000000a.sub", "bank.example", START, "BROKER");
    realm.add("verifies-just-now", "corp.example", START, "REGISTER");
    realm.verifying = "verifies-just-now";

    now = START.plus(Duration.ofDays(1));

    assertThat(sweep.sweep()).isZero();
    assertThat(realm.accounts).hasSize(7);
  }

  @Test
  void anAddressOfADomainThatATenantVerifiedGivesWayToItsOwner() {
    realm.add("squatter", "bank.example", START, "REGISTER");
    realm.add("tenant-01900000-0000-7000-8000-00000000000a.sub", "bank.example", START, "BROKER");
    realm.add("near", "bank.example.org", START, "REGISTER");
    realm.add("stranger", "corp.example", START, "REGISTER");

    sweep(false).free(List.of("bank.example"));
    assertThat(realm.accounts).as("nobody signs up there").hasSize(4);
    sweep.free(List.of("bank.example"));

    assertThat(realm.accounts)
        .extracting(account -> account.getString("email"))
        .noneMatch(email -> email.startsWith("squatter"))
        .hasSize(3);
  }

  @Test
  void whileVeryManyWaitTheyWaitNoLongerThanTheirLink() {
    for (int i = 0; i <= SignUpSweep.MAX_WAITING; i++) {
      realm.add("squatter" + i, "corp.example", START, "REGISTER");
    }
    realm.add("late", "corp.example", START.plus(Duration.ofMinutes(3)), "REGISTER");
    now = START.plus(Duration.ofMinutes(6));

    assertThat(sweep.sweep()).isEqualTo(SignUpSweep.MAX_WAITING + 1);

    assertThat(realm.accounts.getFirst().getString("username")).isEqualTo("late");
  }

  @Test
  void itIsDueOnceAMinuteAndOnlyWhereStrangersSignUp() {
    assertThat(sweep.isDue()).isTrue();
    assertThat(sweep.isDue()).isFalse();
    now = START.plus(Duration.ofMinutes(1));
    assertThat(sweep.isDue()).isTrue();
    assertThat(sweep(false).isDue()).isFalse();
  }

  /** Answers as Keycloak does. */
  private static final class Realm extends RealmDoor {
    private static final Pattern PAGE =
        Pattern.compile("/users\\?[^@]*?(?:&email=%40([^&]*))?&first=(\\d+)&max=(\\d+)");
    private static final Pattern EVENTS = Pattern.compile("/events\\?user=([^&]*)&.*");
    private final List<JsonObject> accounts = new ArrayList<>();
    private String verifying;

    Realm() {
      super(null, InstantSource.system());
    }

    /** With its history; {@code BROKER} is a registration by a provider. */
    void add(String username, String domain, Instant made, String... history) {
      JsonArray events = new JsonArray();
      for (String type : history) {
        events.add(
            new JsonObject()
                .put("type", type.equals("BROKER") ? "REGISTER" : type)
                .put(
                    "details",
                    new JsonObject()
                        .put("register_method", type.equals("BROKER") ? "broker" : "form")));
      }
      accounts.add(
          new JsonObject()
              .put("id", username)
              .put("username", username)
              .put("email", username + "@" + domain)
              .put("emailVerified", false)
              .put("createdTimestamp", made.toEpochMilli())
              .put("history", events));
    }

    @Override
    JsonCalls.Answer admin(String method, String path, Object body) {
      if (path.equals("/users/count?emailVerified=false")) {
        return new JsonCalls.Answer(200, accounts.size());
      }
      Matcher page = PAGE.matcher(path);
      if (page.matches()) {
        return new JsonCalls.Answer(
            200,
            new JsonArray(
                accounts.stream()
                    .filter(
                        account ->
                            page.group(1) == null
                                || account.getString("email").contains("@" + page.group(1)))
                    .skip(Long.parseLong(page.group(2)))
                    .limit(Long.parseLong(page.group(3)))
                    .toList()));
      }
      Matcher events = EVENTS.matcher(path);
      String id = events.matches() ? events.group(1) : path.substring("/users/".length());
      JsonObject account =
          accounts.stream()
              .filter(one -> one.getString("id").equals(id))
              .findFirst()
              .orElseThrow(() -> new AssertionError(path));
      if (events.matches()) {
        return new JsonCalls.Answer(200, account.getJsonArray("history"));
      }
      if (method.equals("DELETE")) {
        accounts.remove(account);
        return new JsonCalls.Answer(204, "");
      }
      return new JsonCalls.Answer(200, account.copy().put("emailVerified", id.equals(verifying)));
    }
  }
}
