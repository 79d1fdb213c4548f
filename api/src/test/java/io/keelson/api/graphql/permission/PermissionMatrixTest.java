package io.keelson.api.graphql.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The matrix can fail: whatever is not as its table says, it reports. */
class PermissionMatrixTest {
  private static final Operation READ =
      Operation.of(
          "Query.dataset",
          Rule.inProject(Permission.DATASET_READ),
          "dataset(projectId:$project,name:\"d\"){id}");
  private static final Caller READER =
      new Caller(
          "a reader of the project",
          new Rights(Principal.Kind.API_KEY, Set.of(), Set.of(Permission.DATASET_READ)),
          "secret",
          null);
  private static final Reply DONE = new Reply(Outcome.LET_THROUGH, null, null, true);
  private static final Reply HIDDEN =
      new Reply(Outcome.NOT_FOUND, "NOT_FOUND", "data set not found", false);
  private final Matrix matrix = new Matrix();

  private void ask(Operation operation, Matrix.Asker asker) {
    matrix.tryIn(operation.places(), operation, READER, asker);
  }

  private static Reply right(Place place) {
    return place == Place.OWN ? DONE : HIDDEN;
  }

  @Test
  void whatIsAsTheTableSaysIsNotReported() {
    ask(READ, (operation, caller, place) -> right(place));
    matrix.compareSuccesses(List.of(READ));
    assertThat(matrix.cells()).isEqualTo(4);
    assertThat(matrix.wrong()).isEmpty();
    assertThat(matrix.report()).isEqualTo("permission matrix: 4 cells, 0 wrong");
  }

  @Test
  void aWrongExpectationIsReportedWithItsCell() {
    Operation wrong = Operation.of(READ.field(), Rule.inProject(Permission.RUN_READ), READ.call());
    ask(wrong, (operation, caller, place) -> right(place));
    assertThat(matrix.wrong())
        .hasSize(4)
        .contains(
            "Query.dataset, a reader of the project, OWN: expected FORBIDDEN, got LET_THROUGH");
  }

  @Test
  void aNeighbourWhoIsLetThroughIsReported() {
    ask(READ, (operation, caller, place) -> place == Place.SIBLING ? DONE : right(place));
    assertThat(matrix.wrong())
        .containsExactly(
            "Query.dataset, a reader of the project, SIBLING: expected NOT_FOUND, got LET_THROUGH");
  }

  @Test
  void anotherTenantsThingThatCanBeToldFromOneThatIsNotThereIsReported() {
    Reply telling = new Reply(Outcome.NOT_FOUND, "NOT_FOUND", "project not found", false);
    ask(READ, (operation, caller, place) -> place == Place.FOREIGN ? telling : right(place));
    assertThat(matrix.wrong()).singleElement().asString().contains("FOREIGN: can be told from");
  }

  @Test
  void aDefectIsNeverRight() {
    ask(
        READ,
        (operation, caller, place) ->
            place == Place.OWN
                ? new Reply(Outcome.of("INTERNAL"), "INTERNAL", "oh", false)
                : right(place));
    assertThat(matrix.wrong())
        .containsExactly(
            "Query.dataset, a reader of the project, OWN: expected LET_THROUGH, got BROKEN INTERNAL: oh");
  }

  @Test
  void anOperationWithoutARowAndARowWithoutAnOperationAreReported() {
    matrix.compareNames(Set.of("Query.dataset", "Mutation.fresh"), Set.of("Query.dataset"));
    matrix.compareNames(Set.of(), Set.of("Query.dataset"));
    assertThat(matrix.wrong())
        .containsExactly(
            "Mutation.fresh: has no row in the table",
            "Query.dataset: is in the table, but nowhere else");
  }

  @Test
  void anOperationThatSucceedsForNobodyIsReported() {
    ask(
        READ,
        (operation, caller, place) ->
            place == Place.OWN
                ? new Reply(Outcome.LET_THROUGH, "VALIDATION", "id: nothing", false)
                : HIDDEN);
    matrix.compareSuccesses(List.of(READ));
    assertThat(matrix.wrong())
        .containsExactly(
            "Query.dataset: nobody's call was carried out; past the check: [VALIDATION]");
  }
}
