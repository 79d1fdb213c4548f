package io.keelson.api.alert.rule;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/**
 * Who is told of a rule's alerts, beside whoever made the rule.
 *
 * @param channelIds at most 10 channels of the project
 * @param memberIds at most 20 members of the tenant, who find it in their inboxes
 * @param teamIds at most 10 teams, each of whose members does, where they may read it
 */
public record AlertRoute(List<UUID> channelIds, List<UUID> memberIds, List<UUID> teamIds) {
  private static final int MAX_CHANNELS = 10;
  private static final int MAX_MEMBERS = 20;
  private static final int MAX_TEAMS = 10;

  public AlertRoute {
    channelIds = eachOnce(channelIds);
    memberIds = eachOnce(memberIds);
    teamIds = eachOnce(teamIds);
  }

  /** To nobody but the channels. */
  public static AlertRoute to(List<UUID> channelIds) {
    return new AlertRoute(channelIds, List.of(), List.of());
  }

  private static List<UUID> eachOnce(List<UUID> ids) {
    return ids == null ? List.of() : List.copyOf(new LinkedHashSet<>(ids));
  }

  /**
   * @throws Invalid naming the list that is too long
   */
  void check() {
    Input.size("input.channelIds", channelIds, 0, MAX_CHANNELS);
    Input.size("input.memberIds", memberIds, 0, MAX_MEMBERS);
    Input.size("input.teamIds", teamIds, 0, MAX_TEAMS);
  }
}
