package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** Whom a channel mails. */
final class ChannelMembers {
  private static final int MAX_MEMBERS = 20;

  private ChannelMembers() {}

  /**
   * Each once.
   *
   * @throws Invalid for none or more than 20 of e-mail, and for any of another kind
   */
  static List<UUID> checked(ChannelKind kind, List<UUID> memberIds) {
    List<UUID> members =
        memberIds == null ? List.of() : List.copyOf(new LinkedHashSet<>(memberIds));
    boolean mails = kind == ChannelKind.EMAIL;
    Input.size("input.memberIds", members, mails ? 1 : 0, mails ? MAX_MEMBERS : 0);
    return members;
  }

  /**
   * @throws NotFound when one of them is no member
   */
  static void requireThere(Transaction tx, List<UUID> members) {
    long found =
        tx.one(
                "SELECT count(*) AS found FROM tenancy.member WHERE tenant_id = $1 AND id = ANY ($2)",
                tx.tenantId(),
                members.toArray(UUID[]::new))
            .orElseThrow()
            .getLong("found");
    if (found != members.size()) {
      throw new NotFound("member");
    }
  }
}
