package io.keelson.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.KeysFixture.Someone;
import io.keelson.tenancy.database.Ids;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one key has made is one party with it, where two are needed. */
final class KeyPartiesIT {
  @TempDir Path folder;

  private KeysFixture there;

  @BeforeEach
  void open() throws Exception {
    there = new KeysFixture(folder);
  }

  @AfterEach
  void close() {
    there.close();
  }

  private Principal holder(ApiKeys.Created key) throws Exception {
    return there.holder(key).orElseThrow();
  }

  private ApiKeys.Created key(Principal maker, String name) throws Exception {
    return there.create(
        someone(maker), new ApiKeys.NewApiKey(name, Role.ADMIN.permissions(), Set.of(), null));
  }

  private static Someone someone(Principal principal) {
    return new Someone(null, Caller.platform(principal, "request"));
  }

  private Principal platform() {
    return new Principal(
        Principal.Kind.PLATFORM,
        Ids.next(),
        there.tenant,
        "house",
        "platform",
        Role.OWNER.permissions(),
        Map.of(),
        null);
  }

  @Test
  void whatAKeyWithoutAPersonMakesIsOnePartyWithIt() throws Exception {
    ApiKeys.Created first = key(platform(), "first");
    UUID firstId = first.apiKey().id();
    assertThat(holder(first).partyId()).isEqualTo(firstId);

    UUID one = there.account("one", Role.ADMIN);
    UUID two = there.account("two", Role.ADMIN);
    Principal ofOne = holder(there.keyOfAccount(someone(holder(first)), one));
    Principal ofTwo = holder(there.keyOfAccount(someone(ofOne), two));
    Principal madeWithTwo = holder(key(ofTwo, "nested"));

    assertThat(ofOne.partyId()).isEqualTo(firstId);
    assertThat(ofTwo.partyId()).isEqualTo(firstId);
    assertThat(madeWithTwo.partyId()).isEqualTo(firstId);
    assertThat(holder(key(platform(), "other")).partyId()).isNotEqualTo(firstId);
  }

  @Test
  void aPersonIsOnePartyWithWhatTheirKeysMake() throws Exception {
    Someone person = there.join("person", Role.ADMIN);
    UUID account = there.account("one", Role.ADMIN);
    Principal key = holder(key(person.caller().principal(), "own"));
    Principal ofAccount = holder(there.keyOfAccount(someone(key), account));

    assertThat(key.partyId()).isEqualTo(person.caller().principal().id());
    assertThat(ofAccount.partyId()).isEqualTo(person.caller().principal().id());
  }
}
