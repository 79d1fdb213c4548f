package io.keelson.api.catalog.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.RunChanges.UpdateRun;
import io.keelson.api.catalog.experiment.RunLists.Scope;
import io.keelson.api.catalog.experiment.RunRanking.Direction;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people say of a run afterwards, and that lists leave out what they archived. */
class RunChangesIT {
  private static final RunFilter ARCHIVED =
      new RunFilter(null, null, null, null, null, true, List.of());

  private static CatalogFixture catalog;
  private static UUID projectId;
  private static UUID experimentId;

  @BeforeAll
  static void begin() {
    catalog = new CatalogFixture();
    projectId = catalog.project("changed").id();
    experimentId = catalog.experiment(projectId);
  }

  @AfterAll
  static void end() {
    catalog.close();
  }

  private static Run run(String name) {
    List<Tag> tags = List.of(new Tag("team", "red"), new Tag("kept", "as it is"));
    return catalog.runs.create(
        catalog.caller, new NewRun(experimentId, name, null, tags, null, null));
  }

  private static Run ended(String name) {
    return catalog.runs.finish(catalog.caller, run(name).id(), RunStatus.FINISHED);
  }

  private static UpdateRun update(Run run, String name, String note) {
    return new UpdateRun(run.id(), run.version(), name, note, null, null);
  }

  private static String note(Run run) {
    return catalog.details.notes(catalog.engineer, List.of(run.id())).get(run.id());
  }

  @Test
  void aRunIsRenamedNotedAndTaggedAllOrNothing() {
    Run run = run("before");
    Run changed =
        catalog.runChanges.update(
            catalog.caller,
            new UpdateRun(
                run.id(),
                run.version(),
                "after",
                "# Why\nbecause",
                List.of(new Tag("new", "1")),
                List.of("team", "never there")));
    assertThat(changed.name()).isEqualTo("after");
    assertThat(changed.version()).isEqualTo(run.version() + 1);
    assertThat(note(run)).isEqualTo("# Why\nbecause");
    assertThat(catalog.details.tags(catalog.engineer, List.of(run.id())).get(run.id()))
        .containsExactly(new Tag("kept", "as it is"), new Tag("new", "1"));

    assertThatThrownBy(() -> catalog.runChanges.update(catalog.caller, update(run, "late", null)))
        .isInstanceOf(Conflict.class);
    Run same = catalog.runChanges.update(catalog.caller, update(changed, null, null));
    assertThat(same.name()).isEqualTo("after");
    assertThat(note(run)).as("left out").isNotNull();
    catalog.runChanges.update(catalog.caller, update(same, null, ""));
    assertThat(note(run)).as("empty").isNull();
  }

  @Test
  void whatIsWrongIsRefusedByItsField() {
    Run run = run("wrong");
    refused(update(run, " ", null), "input.name");
    refused(update(run, null, "x".repeat(10_001)), "input.note");
    refused(update(run, null, "bell \u0007"), "input.note");
    refused(
        new UpdateRun(run.id(), run.version(), null, null, null, List.of("a\nb")),
        "input.removedTags");
    refused(
        new UpdateRun(
            run.id(), run.version(), null, null, List.of(new Tag("a", "1")), List.of("a")),
        "input.removedTags");
    assertThat(catalog.runs.get(catalog.engineer, run.id())).isEqualTo(run);
  }

  private static void refused(UpdateRun input, String field) {
    assertThatThrownBy(() -> catalog.runChanges.update(catalog.caller, input))
        .isInstanceOfSatisfying(
            Invalid.class, refusal -> assertThat(refusal.field()).hasValue(field));
  }

  @Test
  void onlyWhoMayWriteToItSaysSomethingOfIt() {
    Run run = ended("guarded");
    Principal viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);
    assertThatThrownBy(
            () ->
                catalog.runChanges.update(CatalogFixture.caller(viewer), update(run, "mine", null)))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () ->
                catalog.runChanges.archive(CatalogFixture.caller(viewer), run.id(), run.version()))
        .isInstanceOf(Forbidden.class);
    for (Principal blind :
        List.of(catalog.stranger, catalog.guest("elsewhere", Role.ENGINEER, UUID.randomUUID()))) {
      assertThatThrownBy(
              () ->
                  catalog.runChanges.update(
                      CatalogFixture.caller(blind), update(run, "mine", null)))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () ->
                  catalog.runChanges.archive(CatalogFixture.caller(blind), run.id(), run.version()))
          .isInstanceOf(NotFound.class);
    }
    assertThat(catalog.runs.get(catalog.engineer, run.id())).isEqualTo(run);
  }

  @Test
  void listsLeaveOutWhatWasArchivedAndShowItToWhoAsks() {
    Run going = run("lighthouse going");
    Run run = ended("lighthouse over");
    assertThatThrownBy(
            () -> catalog.runChanges.archive(catalog.caller, going.id(), going.version()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("RUNNING");
    assertThat(shown(run)).containsExactly(true, true, true, true, true);
    Run archived = catalog.runChanges.archive(catalog.caller, run.id(), run.version());
    assertThat(archived.archivedAt()).isEqualTo(catalog.now());
    assertThat(shown(run)).containsExactly(false, false, false, false, false);
    assertThat(shown(going)).containsExactly(true, true, true, true, true);
    assertThat(catalog.runs.get(catalog.engineer, run.id())).isEqualTo(archived);

    for (Scope scope :
        List.of(
            new Scope.OfTenant(),
            new Scope.OfProject(projectId),
            new Scope.OfExperiment(experimentId))) {
      assertThat(
              catalog.runLists.page(catalog.engineer, scope, ARCHIVED, Set.of(), 10, null).items())
          .extracting(Run::id)
          .containsExactly(run.id());
    }
    assertThatThrownBy(
            () -> catalog.runChanges.archive(catalog.caller, run.id(), archived.version()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("already");
    Run back = catalog.runChanges.unarchive(catalog.caller, run.id(), archived.version());
    assertThat(back.archivedAt()).isNull();
    assertThat(shown(run)).containsExactly(true, true, true, true, true);
    assertThatThrownBy(() -> catalog.runChanges.unarchive(catalog.caller, run.id(), back.version()))
        .isInstanceOf(Conflict.class);
  }

  /** In the lists of its experiment in both orders, of its project, the tenant, and the search. */
  private static List<Boolean> shown(Run run) {
    Principal who = catalog.engineer;
    return List.of(
            catalog.runs.page(who, experimentId, Set.of(), 100, null),
            catalog.ranking.page(
                who,
                experimentId,
                new RunRanking.Asked(Set.of(), RunFilter.NONE, "loss", Direction.ASC),
                100,
                null),
            catalog.runLists.ofProject(who, projectId, Set.of(), 100, null),
            catalog.runs.newest(who, Set.of(run.status()), 100, null),
            catalog.runs.named(who, "lighthouse", 10))
        .stream()
        .map(list -> list.stream().anyMatch(one -> one.id().equals(run.id())))
        .toList();
  }
}
