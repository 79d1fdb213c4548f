package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of projects and their budgets. */
final class ProjectMutations {
  private ProjectMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createProject",
            "CreateProjectInput",
            Map.of("slug", "fresh", "name", "n"),
            List.of("slug", "name"),
            List.of("description"),
            List.of("slug")),
        new WithInput(
            "removeProject",
            "RemoveProjectInput",
            Map.of("id", known.get("project"), "expectedVersion", 99, "slug", "s"),
            List.of("id", "slug"),
            List.of(),
            List.of("id", "slug")),
        new WithInput(
            "updateProject",
            "UpdateProjectInput",
            Map.of("id", known.get("project"), "expectedVersion", 99, "name", "n"),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setBudget",
            "SetBudgetInput",
            Map.of("projectId", known.get("project"), "period", "MONTH", "amount", "10.50"),
            List.of("period"),
            List.of(),
            List.of("projectId", "amount")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "removeBudget",
            "id",
            Map.of("id", known.nobodys("budget"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
