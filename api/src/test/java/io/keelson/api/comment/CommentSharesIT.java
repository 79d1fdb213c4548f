package io.keelson.api.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No author takes the word from the others. */
class CommentSharesIT {
  private CatalogFixture fixture;
  private UUID projectId;

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    projectId = fixture.project("talk").id();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Subject.Key thing() {
    return new Subject.Key(SubjectKind.RUN, Ids.next());
  }

  private void say(Principal author, Subject.Key thing) {
    fixture.database.transact(
        fixture.tenantId,
        tx -> {
          CommentShares.require(tx, author, thing, fixture.now());
          return tx.update(
              """
              INSERT INTO catalog.comment
                (tenant_id, id, project_id, subject_kind, subject_id, text, created_at, created_by, created_by_kind,
                 created_by_id, author_person_id)
              VALUES ($1, $2, $3, 'RUN', $4, 'x', $5, $6, $7, $8, $9)
              """,
              tx.tenantId(),
              Ids.next(),
              projectId,
              thing.id(),
              fixture.now(),
              author.label(),
              author.kind().name(),
              author.id(),
              author.person() == null ? null : author.person().id());
        });
  }

  private Principal keyOf(Actor person) {
    return new Principal(
        new Actor(Principal.Kind.API_KEY, Ids.next(), "key"),
        person,
        fixture.tenantId,
        "talk",
        Role.VIEWER.permissions(),
        Map.of(),
        null);
  }

  @Test
  void anAuthorWritesSoManyAMinuteWhereverAndByWhicheverKey() {
    Principal engineer = fixture.engineer;
    say(engineer, thing());
    fixture.clock.advance(Duration.ofSeconds(30));
    for (int i = 2; i < CommentShares.MAX_PER_MINUTE_OF_AUTHOR; i++) {
      say(engineer, thing());
    }
    say(keyOf(engineer.person()), thing());

    assertThatThrownBy(() -> say(engineer, thing()))
        .isInstanceOfSatisfying(
            RateLimited.class, e -> assertThat(e.details()).containsEntry("retryAfter", 30L))
        .hasMessage("comments: at most 30 a minute of one author");
    say(keyOf(null), thing());

    fixture.clock.advance(Duration.ofSeconds(30));
    say(engineer, thing());
    assertThatThrownBy(() -> say(engineer, thing())).isInstanceOf(RateLimited.class);
  }

  @Test
  void anAuthorHasAShareOfAThing() {
    Subject.Key thing = thing();
    for (int i = 0; i < CommentShares.MAX_OF_AUTHOR; i++) {
      say(fixture.engineer, thing);
      fixture.clock.advance(Duration.ofSeconds(3));
    }

    assertThatThrownBy(() -> say(fixture.engineer, thing))
        .isInstanceOf(Conflict.class)
        .hasMessage("it has 200 comments of yours, and takes no more");
    say(keyOf(null), thing);
    say(fixture.engineer, thing());
  }
}
