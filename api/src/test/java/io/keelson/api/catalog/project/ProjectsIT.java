package io.keelson.api.catalog.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.Projects.NewProject;
import io.keelson.api.catalog.project.Projects.UpdateProject;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectsIT {
  private final CatalogFixture catalog = new CatalogFixture();

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void aProjectIsFoundBySlugAndIdAndCanBeRenamed() {
    Project made =
        catalog.projects.create(catalog.caller, new NewProject("wine", "Wine", "Which cultivar?"));

    Project renamed =
        catalog.projects.update(catalog.caller, new UpdateProject(made.id(), 1, "Wines", null));

    assertThat(made.version()).isEqualTo(1);
    assertThat(renamed).isEqualTo(catalog.projects.bySlug(catalog.engineer, "wine"));
    assertThat(renamed.name()).isEqualTo("Wines");
    assertThat(renamed.description()).isNull();
    assertThat(renamed.version()).isEqualTo(2);
    assertThat(catalog.projects.byIds(catalog.engineer, List.of(made.id(), UUID.randomUUID())))
        .hasSize(1);
    assertThat(catalog.count("SELECT count(*) FROM tenancy.audit_entry WHERE outcome = 'DONE'"))
        .isEqualTo(2);
  }

  @Test
  void aTakenSlugIsAConflictAndAnotherTenantMayTakeIt() {
    catalog.project("wine");

    assertThatThrownBy(() -> catalog.project("wine"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("wine");
    assertThat(
            catalog
                .projects
                .create(
                    CatalogFixture.caller(catalog.stranger), new NewProject("wine", "Wine", null))
                .slug())
        .isEqualTo("wine");
  }

  @Test
  void anUpdateOfAnotherVersionIsAConflict() {
    Project made = catalog.project("wine");
    catalog.projects.update(catalog.caller, new UpdateProject(made.id(), 1, "Second", null));

    assertThatThrownBy(
            () ->
                catalog.projects.update(
                    catalog.caller, new UpdateProject(made.id(), 1, "Third", null)))
        .isInstanceOf(Conflict.class);
    assertThat(catalog.projects.get(catalog.engineer, made.id()).name()).isEqualTo("Second");
  }

  @Test
  void theSameIdempotencyKeyMakesOneProject() {
    NewProject input = new NewProject("wine", "Wine", null);

    Project first = catalog.projects.create(catalog.withKey("k1"), input);
    Project again = catalog.projects.create(catalog.withKey("k1"), input);

    assertThat(again).isEqualTo(first);
    assertThatThrownBy(
            () ->
                catalog.projects.create(
                    catalog.withKey("k1"), new NewProject("beer", "Beer", null)))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void pagesGoForthAndBackAndShowWhatMayBeSeen() {
    List<Project> made =
        List.of(catalog.project("aa"), catalog.project("bb"), catalog.project("cc"));
    Principal guest = catalog.guest("guest", Role.VIEWER, made.get(1).id());

    assertThat(catalog.projects.page(catalog.engineer, 2, null))
        .containsExactly(made.get(0), made.get(1));
    assertThat(catalog.projects.page(catalog.engineer, 2, made.get(1).id()))
        .containsExactly(made.get(2));
    assertThat(catalog.projects.pageBefore(catalog.engineer, 2, null))
        .containsExactly(made.get(1), made.get(2));
    assertThat(catalog.projects.pageBefore(catalog.engineer, 2, made.get(1).id()))
        .containsExactly(made.get(0));
    assertThat(catalog.projects.page(guest, 10, null)).containsExactly(made.get(1));
    assertThat(catalog.projects.pageAsync(guest, 10, null))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(List.of(made.get(1)));
    assertThat(catalog.projects.page(catalog.stranger, 10, null)).isEmpty();
  }

  @Test
  void whatOthersHaveLooksLikeWhatIsNotThere() {
    Project made = catalog.project("wine");
    Principal guest = catalog.guest("guest", Role.ENGINEER, UUID.randomUUID());

    for (Principal other : List.of(catalog.stranger, guest)) {
      String missing = message(() -> catalog.projects.get(other, UUID.randomUUID()));
      assertThat(message(() -> catalog.projects.get(other, made.id()))).isEqualTo(missing);
      assertThat(message(() -> catalog.projects.bySlug(other, "wine"))).isEqualTo(missing);
      assertThat(
              message(
                  () ->
                      catalog.projects.update(
                          CatalogFixture.caller(other),
                          new UpdateProject(made.id(), 1, "Mine", null))))
          .isEqualTo(missing);
    }
  }

  private static String message(Runnable action) {
    try {
      action.run();
      throw new AssertionError("was not refused");
    } catch (NotFound e) {
      return e.getMessage();
    }
  }

  @Test
  void aViewerMayNotMakeOneAndTheAttemptIsOnRecord() {
    Principal viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);

    assertThatThrownBy(
            () ->
                catalog.projects.create(
                    CatalogFixture.caller(viewer), new NewProject("wine", "Wine", null)))
        .isInstanceOf(Forbidden.class);
    assertThat(catalog.count("SELECT count(*) FROM tenancy.audit_entry WHERE outcome = 'DENIED'"))
        .isEqualTo(1);
    assertThat(catalog.count("SELECT count(*) FROM catalog.project")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "a b",
        "../x",
        "x'; DROP TABLE catalog.project; --",
        "a\u0000b",
        "-a",
        "a-"
      })
  void aHostileSlugIsRefusedByName(String slug) {
    assertThatThrownBy(
            () -> catalog.projects.create(catalog.caller, new NewProject(slug, "Name", null)))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(((Invalid) e).field()).contains("input.slug"));
    assertThat(catalog.count("SELECT count(*) FROM tenancy.audit_entry")).isZero();
  }

  @Test
  void aNameOfTenMegabytesIsRefusedShortly() {
    assertThatThrownBy(
            () ->
                catalog.projects.create(
                    catalog.caller, new NewProject("wine", "x".repeat(10 << 20), null)))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void textThatLooksLikeSqlIsJustText() {
    String text = "'; DROP TABLE catalog.project; -- $1 \\ \" \uD83D\uDE00";

    Project made = catalog.projects.create(catalog.caller, new NewProject("wine", text, text));

    assertThat(catalog.projects.get(catalog.engineer, made.id()).name()).isEqualTo(text);
  }
}
