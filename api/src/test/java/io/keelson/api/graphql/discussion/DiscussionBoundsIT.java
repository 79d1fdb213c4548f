package io.keelson.api.graphql.discussion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keelson.api.comment.Comment;
import io.keelson.api.comment.Comments;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxThread;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How much is said of one thing, how long it stays, and lists of which most may not be seen. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DiscussionBoundsIT {
  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject Comments comments;
  @Inject Inbox inbox;
  @Inject Pages pages;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private UUID tenant;
  private UUID project;
  private Graph owner;
  private Someone ada;

  private void begin(String slug) {
    TestTenants.Made made = tenants.make(slug);
    tenant = made.tenant().id();
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    project =
        GlobalId.decode(
            "id",
            GraphTypes.PROJECT,
            made("createProject(input:{slug:\"talk\",name:\"P\"}){id}", Map.of()));
    ada = people.join(made.tenant(), slug + "-ada", Grant.of(Role.ENGINEER, null));
  }

  private String made(String mutation, Map<String, Object> variables) {
    String declared = variables.isEmpty() ? "" : "($x:ID!)";
    return owner
        .ask("mutation" + declared + "{made:" + mutation + "}", variables)
        .data()
        .at("/made/id")
        .asText();
  }

  private Subject.Key run() {
    return run("e");
  }

  private Subject.Key run(String name) {
    String experiment =
        made(
            "createExperiment(input:{projectId:$x,name:\"%s\"}){id}".formatted(name),
            Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project)));
    String run = made("createRun(input:{experimentId:$x,name:\"r\"}){id}", Map.of("x", experiment));
    return new Subject.Key(SubjectKind.RUN, GlobalId.decode("id", GraphTypes.RUN, run));
  }

  private Comment say(Subject.Key subject) {
    return people.inThread(
        () -> comments.add(people.caller(ada), new Comments.AddComment(subject, "hello")));
  }

  private void said(Subject.Key subject, int times, boolean deleted) {
    endpoints.transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.comment
                  (tenant_id, id, project_id, subject_kind, subject_id, text, created_at, created_by, created_by_kind,
                   deleted_at)
                SELECT $1, gen_random_uuid(), $2, $3, $4, CASE WHEN $6 THEN '' ELSE 'x' END, now(), 'demo', 'PERSON',
                  CASE WHEN $6 THEN now() END
                FROM generate_series(1, $5)
                """,
                tenant,
                project,
                subject.kind().name(),
                subject.id(),
                times,
                deleted));
  }

  private long rows(Subject.Key subject) {
    return endpoints.transact(
        tenant,
        tx ->
            tx.one(
                    "SELECT count(*) AS there FROM catalog.comment WHERE tenant_id = $1 AND subject_id = $2",
                    tenant,
                    subject.id())
                .orElseThrow()
                .getLong("there"));
  }

  @Test
  void whatWasDeletedTakesNoRoomAndDoesNotPileUp() {
    begin("talk-room");
    Subject.Key run = run();
    said(run, Comments.MAX_OF_ONE, true);
    Comment last = say(run);
    people.inThread(() -> comments.delete(people.caller(ada), last.id(), 1));
    assertThat(rows(run)).isEqualTo(Comments.MAX_OF_ONE);
    assertThat(people.inThread(() -> comments.get(rights(), last.id())).deletedAt()).isNotNull();
  }

  @Test
  void thoseWhoSpeakAtOnceDoNotPassTheBound() {
    begin("talk-at-once");
    Subject.Key run = run();
    said(run, Comments.MAX_OF_ONE - 1, false);
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> isTaken(run)))
            .toList();
    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(rows(run)).isEqualTo(Comments.MAX_OF_ONE);
    assertThatExceptionOfType(Throwable.class)
        .isThrownBy(() -> say(run))
        .withStackTraceContaining("takes no more");
  }

  @Test
  void oneAuthorDoesNotShutTheDiscussionForOthers() {
    begin("talk-share");
    Subject.Key run = run();
    said(run, 199, false);
    endpoints.transact(
        tenant,
        tx ->
            tx.update(
                """
                UPDATE catalog.comment
                SET author_person_id = $2, created_at = now() - interval '1 hour'
                WHERE tenant_id = $1
                """,
                tenant,
                ada.personId()));
    say(run);

    assertThatExceptionOfType(Throwable.class)
        .isThrownBy(() -> say(run))
        .withStackTraceContaining("it has 200 comments of yours, and takes no more");
    say(run("another"));
    assertThat(addComment(run).code()).as("of somebody else").isEmpty();
  }

  private Graph.Answer addComment(Subject.Key run) {
    return owner.ask(
        "mutation($r:ID!){addComment(input:{subjectId:$r,text:\"x\"}){id}}",
        Map.of("r", GraphTypes.id(GraphTypes.RUN, run.id())));
  }

  private boolean isTaken(Subject.Key run) {
    try {
      say(run);
      return true;
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining(Conflict.class.getSimpleName());
      return false;
    }
  }

  @Test
  void whatWasSaidOfAJobGoesWithIt() {
    begin("talk-replica");
    String id =
        made(
            "submitJob(input:{projectId:$x,name:\"replica\",command:[\"true\"]}){id}",
            Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project)));
    Subject.Key job = new Subject.Key(SubjectKind.JOB, GlobalId.decode("id", GraphTypes.JOB, id));
    Subject.Key run = run();
    say(job);
    say(run);
    endpoints.transact(
        tenant,
        tx -> {
          tx.update("DELETE FROM compute.queue_entry WHERE tenant_id = $1", tenant);
          return tx.update("DELETE FROM compute.job WHERE tenant_id = $1", tenant);
        });
    assertThat(rows(job)).isZero();
    assertThat(rows(run)).isEqualTo(1);
  }

  @Test
  void anInboxGoesOnBehindThousandsOfThreadsThatMayNotBeSeen() {
    begin("talk-hidden");
    UUID oldest = thread(run().id(), Ids.next());
    for (int i = 0; i < 1_050; i++) {
      thread(Ids.next(), Ids.next());
    }
    Page<InboxThread> first = inboxAfter(null);
    assertThat(first.items()).isEmpty();
    assertThat(first.info().hasNextPage()).isTrue();
    Page<InboxThread> second = inboxAfter(first.info().endCursor());
    assertThat(second.items()).extracting(InboxThread::id).containsExactly(oldest);
    assertThat(second.info().hasNextPage()).isFalse();
  }

  private Page<InboxThread> inboxAfter(String cursor) {
    Principal principal = rights();
    return people.inThread(
        () ->
            pages.forwardVisible(
                "inbox",
                tenant,
                20,
                cursor,
                (limit, from) -> inbox.page(principal, Inbox.Filter.toDo(false), limit, from),
                InboxThread::place));
  }

  private UUID thread(UUID runId, UUID id) {
    endpoints.transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.inbox_thread
                  (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor,
                   by_actor_kind, at)
                VALUES ($1, $2, $3, $2, $4, 'RUN', $5, 'REPLY', 'answers', 'somebody', 'PLATFORM', now())
                """,
                tenant,
                id,
                ada.personId(),
                project,
                runId));
    return id;
  }

  private Principal rights() {
    return people.rights(ada).orElseThrow();
  }
}
