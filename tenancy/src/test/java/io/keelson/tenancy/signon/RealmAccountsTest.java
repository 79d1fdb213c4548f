package io.keelson.tenancy.signon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RealmAccountsTest {
  private static final String ALIAS = "tenant-01900000-0000-7000-8000-00000000000a";
  private static final List<String> DOMAINS = List.of("bank.example");
  private final Realm realm = new Realm();
  private final RealmAccounts accounts = new RealmAccounts(realm, InstantSource.system());

  @Test
  void aPassRemovesAHundredStrangersAndTheNextOnesTheRest() {
    realm.add(150, ".friend", "bank.example");
    realm.add(250, ".stranger", "elsewhere.example");
    realm.add(30, ".later", "bank.example");

    int from = 0;
    List<Integer> removed = new ArrayList<>();
    RealmAccounts.Swept swept;
    do {
      swept = accounts.sweep(ALIAS, DOMAINS, ids -> Map.of(), from);
      removed.add(swept.removed());
      from = swept.next();
    } while (swept.more());

    assertThat(removed).containsExactly(100, 100, 50);
    assertThat(from).isZero();
    assertThat(realm.accounts).hasSize(180).allMatch(a -> a.getString("email").contains("bank"));
  }

  @Test
  void aPassLooksAtAThousandAndTheNextOneGoesOnBehindThem() {
    realm.add(1_500, ".friend", "bank.example");
    realm.add(1, ".stranger", "elsewhere.example");

    RealmAccounts.Swept first = accounts.sweep(ALIAS, DOMAINS, ids -> Map.of(), 0);
    RealmAccounts.Swept second = accounts.sweep(ALIAS, DOMAINS, ids -> Map.of(), first.next());

    assertThat(first).isEqualTo(new RealmAccounts.Swept(0, 1_000, true));
    assertThat(second).isEqualTo(new RealmAccounts.Swept(1, 0, false));
  }

  @Test
  void accountsThatTheProviderDidNotMakeStay() {
    realm.accounts.add(account("x-" + ALIAS + ".me", "elsewhere.example"));
    realm.accounts.add(account(ALIAS.toUpperCase(Locale.ROOT), "elsewhere.example"));

    assertThat(accounts.removeAll(ALIAS).removed()).isZero();
  }

  @Test
  void theAccountOfWhoeverSignsOnUnderAnotherAddressByNowGetsThatOne() {
    realm.add(2, ".moved", "before.example");
    realm.add(1, ".stranger", "before.example");
    realm.accounts.add(
        account(ALIAS + ".other", "bank.example").put("email", "taken@bank.example"));
    Map<UUID, String> named =
        Map.of(
            id(ALIAS + ".moved0"),
            "moved@bank.example",
            id(ALIAS + ".moved1"),
            "taken@bank.example");

    RealmAccounts.Swept swept = accounts.sweep(ALIAS, DOMAINS, ids -> named, 0);

    assertThat(swept).isEqualTo(new RealmAccounts.Swept(2, 0, false));
    assertThat(realm.accounts)
        .extracting(account -> account.getString("username"), account -> account.getString("email"))
        .as("whose address is another account's goes like a stranger")
        .containsExactlyInAnyOrder(
            tuple(ALIAS + ".moved0", "moved@bank.example"),
            tuple(ALIAS + ".other", "taken@bank.example"));
  }

  @Test
  void anAddressOfAnEarlierReleaseThatTheProviderNamedNeedsNoMailAndNoOtherOneIsBelieved() {
    for (String name : List.of(".named", ".typed", ".nobody")) {
      realm.accounts.add(account(ALIAS + name, "bank.example").put("emailVerified", false));
      realm.accounts.getLast().put("email", name.substring(1) + "@bank.example");
    }
    Map<UUID, String> named =
        Map.of(
            id(ALIAS + ".named"), "Named@bank.example", id(ALIAS + ".typed"), "other@bank.example");

    RealmAccounts.Swept swept = accounts.sweep(ALIAS, DOMAINS, ids -> named, 0);

    assertThat(swept).isEqualTo(new RealmAccounts.Swept(0, 0, false));
    assertThat(realm.accounts)
        .extracting(
            account -> account.getString("username"),
            account -> account.getBoolean("emailVerified"))
        .containsExactlyInAnyOrder(
            tuple(ALIAS + ".named", true),
            tuple(ALIAS + ".typed", false),
            tuple(ALIAS + ".nobody", false));
  }

  @Test
  void whatIsRemovedUnderADomainThatIsAnotherTenantsIsNoMoreThanThat() {
    realm.add(120, ".sold", "sold.example");
    realm.add(2, ".friend", "bank.example");
    realm.accounts.add(account(ALIAS + ".near", "sold.example.org"));

    assertThat(accounts.removeUnder("sold.example", ALIAS)).isFalse();
    assertThat(accounts.removeUnder("sold.example", ALIAS)).isTrue();

    assertThat(realm.accounts)
        .extracting(account -> account.getString("username"))
        .containsExactlyInAnyOrder(ALIAS + ".friend0", ALIAS + ".friend1", ALIAS + ".near");
  }

  private static JsonObject account(String username, String domain) {
    return new JsonObject()
        .put("id", id(username).toString())
        .put("username", username)
        .put("email", "somebody@" + domain);
  }

  private static UUID id(String username) {
    return UUID.nameUUIDFromBytes(username.getBytes(UTF_8));
  }

  /**
   * Answers as Keycloak does: whoever's name and address have the texts in them, a page of them.
   */
  private static final class Realm extends RealmDoor {
    private static final Pattern PAGE =
        Pattern.compile(
            "/users\\?.*username=([^&]*)(?:&email=%40([^&]*))?&first=(\\d+)&max=(\\d+)");
    private final List<JsonObject> accounts = new ArrayList<>();

    Realm() {
      super(null, InstantSource.system());
    }

    void add(int count, String kind, String domain) {
      for (int i = 0; i < count; i++) {
        accounts.add(account(ALIAS + kind + i, domain));
      }
    }

    @Override
    JsonCalls.Answer admin(String method, String path, Object body) {
      if (method.equals("DELETE")) {
        accounts.removeIf(account -> path.equals("/users/" + account.getString("id")));
        return new JsonCalls.Answer(204, "");
      }
      Optional<JsonObject> one =
          accounts.stream()
              .filter(account -> path.equals("/users/" + account.getString("id")))
              .findFirst();
      if (one.isPresent()) {
        return method.equals("PUT")
            ? readdressed(one.get(), (JsonObject) body)
            : new JsonCalls.Answer(200, one.get().copy());
      }
      Matcher page = PAGE.matcher(path);
      assertThat(page.matches()).as(path).isTrue();
      List<JsonObject> found =
          accounts.stream()
              .filter(account -> account.getString("username").contains(page.group(1)))
              .filter(
                  account ->
                      page.group(2) == null
                          || account.getString("email").contains("@" + page.group(2)))
              .skip(Long.parseLong(page.group(3)))
              .limit(Long.parseLong(page.group(4)))
              .toList();
      return new JsonCalls.Answer(200, new JsonArray(found));
    }

    private JsonCalls.Answer readdressed(JsonObject account, JsonObject wanted) {
      String email = wanted.getString("email");
      if (accounts.stream()
          .anyMatch(other -> other != account && email.equals(other.getString("email")))) {
        return new JsonCalls.Answer(409, new JsonObject());
      }
      account.put("email", email).put("emailVerified", wanted.getBoolean("emailVerified"));
      return new JsonCalls.Answer(204, "");
    }
  }
}
