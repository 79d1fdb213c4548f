package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of members, teams, roles and invitations. */
final class PeopleMutations {
  private PeopleMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "setMemberGrants",
            "SetMemberGrantsInput",
            Map.of(
                "id",
                known.nobodys("member"),
                "expectedVersion",
                1,
                "grants",
                List.of(Map.of("role", "VIEWER"))),
            List.of("id", "grants"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createTeam",
            "CreateTeamInput",
            Map.of("name", "fresh"),
            List.of("name"),
            List.of("description"),
            List.of()),
        new WithInput(
            "updateTeam",
            "UpdateTeamInput",
            Map.of("id", known.nobodys("team"), "expectedVersion", 1, "name", "fresh"),
            List.of("id"),
            List.of("description"),
            List.of("id")),
        new WithInput(
            "setTeamMembers",
            "SetTeamMembersInput",
            Map.of("id", known.nobodys("team"), "expectedVersion", 1, "memberIds", List.of()),
            List.of("id", "memberIds"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setTeamGrants",
            "SetTeamGrantsInput",
            Map.of(
                "id",
                known.nobodys("team"),
                "expectedVersion",
                1,
                "grants",
                List.of(Map.of("role", "VIEWER"))),
            List.of("id", "grants"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createRole",
            "CreateRoleInput",
            Map.of("name", "fresh", "permissions", List.of("RUN_READ")),
            List.of("name", "permissions"),
            List.of("description"),
            List.of()),
        new WithInput(
            "updateRole",
            "UpdateRoleInput",
            Map.of("id", known.nobodys("role"), "expectedVersion", 1, "name", "fresh"),
            List.of("id"),
            List.of("description"),
            List.of("id")),
        new WithInput(
            "inviteMember",
            "InviteMemberInput",
            Map.of("email", "fresh@people.example"),
            List.of("email"),
            List.of(),
            List.of("email")),
        new WithInput(
            "transferOwnership",
            "TransferOwnershipInput",
            Map.of("toMemberId", known.nobodys("member"), "expectedVersion", 1),
            List.of("toMemberId"),
            List.of(),
            List.of("toMemberId")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "removeMember",
            "id",
            Map.of("id", known.nobodys("member"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "deleteTeam",
            "id",
            Map.of("id", known.nobodys("team"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "deleteRole",
            "id",
            Map.of("id", known.nobodys("role"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "revokeInvitation",
            "id",
            Map.of("id", known.nobodys("invitation"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "resendInvitation",
            "id",
            Map.of("id", known.nobodys("invitation"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
