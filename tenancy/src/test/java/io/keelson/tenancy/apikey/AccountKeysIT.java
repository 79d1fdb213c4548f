package io.keelson.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.KeysFixture.Someone;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.grant.Grant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out with a service account's key by whoever made it and may have left. */
class AccountKeysIT {
  @TempDir Path folder;
  private KeysFixture there;
  private UUID account;
  private Someone owner;
  private Someone maker;
  private ApiKeys.Created known;
  private Someone knowing;

  @BeforeEach
  void open() throws Exception {
    there = new KeysFixture(folder);
    owner = there.join("owner", Role.OWNER);
    maker = there.join("maker", Role.ADMIN);
    account = there.account("ci", Role.ADMIN);
    known = there.keyOfAccount(maker, account);
    Principal key = there.holder(known).orElseThrow();
    knowing = new Someone(maker.memberId(), Caller.platform(key, "request"));
  }

  @AfterEach
  void close() {
    there.close();
  }

  private void grant(Someone who, Someone whom, Role role, int version) throws Exception {
    there.inThread(
        () ->
            there.members.setGrants(
                who.caller(), whom.memberId(), version, List.of(Grant.of(role, null))));
  }

  private void assertRefused(Role wanted, int version) throws Exception {
    assertThatThrownBy(() -> grant(knowing, maker, wanted, version))
        .hasCauseInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> there.keyOfAccount(knowing, account))
        .hasCauseInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () ->
                there.inThread(
                    () ->
                        there.keys.rotate(
                            knowing.caller(),
                            new ApiKeys.Rotation(known.apiKey().id(), Duration.ZERO))))
        .hasCauseInstanceOf(Forbidden.class);
  }

  private Optional<Principal> promiser() throws Exception {
    return there.transact(tx -> there.granting.promiser(tx, null, known.apiKey().id()));
  }

  private Principal working() throws Exception {
    return there.transact(tx -> there.granting.holdingStill(tx, knowing.caller().principal()));
  }

  private List<String> leftBehind() throws Exception {
    return there.inThread(
        () ->
            there
                .keys
                .page(owner.caller().principal(), ApiKeyFilter.LEFT_BEHIND, 100, null)
                .stream()
                .map(ApiKey::name)
                .toList());
  }

  @Test
  void whoWasDemotedTakesTheirRoleBackByNoKeyOfAnAccount() throws Exception {
    grant(owner, maker, Role.VIEWER, 1);

    assertRefused(Role.ADMIN, 2);
    assertThat(promiser().orElseThrow().may(Permission.MEMBER_WRITE, null)).isFalse();
    assertThat(working().everywhere())
        .as("the account's own work")
        .isEqualTo(Role.ADMIN.permissions());
    assertThat(leftBehind()).as("they are a member").isEmpty();

    grant(owner, maker, Role.ADMIN, 2);
    grant(knowing, maker, Role.VIEWER, 3);
  }

  @Test
  void whoWasRemovedLetsNobodyInByAKeyOfAnAccount() throws Exception {
    there.inThread(() -> there.members.remove(owner.caller(), maker.memberId(), 1));

    assertThatThrownBy(
            () ->
                there.transact(
                    tx -> there.granting.changingMembers(tx, knowing.caller().principal())))
        .hasCauseInstanceOf(Forbidden.class)
        .hasMessageContaining("has left");
    assertThat(promiser()).as("what the key promised before is not kept").isEmpty();
    assertThat(working().everywhere()).isEqualTo(Role.ADMIN.permissions());
    assertThat(leftBehind()).as("to be rotated").containsExactly("of account");

    there.inThread(
        () ->
            there.keys.rotate(
                owner.caller(), new ApiKeys.Rotation(known.apiKey().id(), Duration.ZERO)));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void whoIsLostToTheirProviderHandsNothingOutByAKeyOfAnAccount() throws Exception {
    there.transact(tx -> there.members.lose(tx, maker.caller().principal().id()));

    assertRefused(Role.VIEWER, 1);
    assertThat(promiser()).isEmpty();
    assertThat(leftBehind()).containsExactly("of account");
  }
}
