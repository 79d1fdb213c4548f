package io.keelson.api.graphql.discussion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.activity.Activities;
import io.keelson.api.comment.Comment;
import io.keelson.api.comment.Comments;
import io.keelson.api.comment.NotTheAuthor;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxMark;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.inbox.InboxThread;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Comments, inboxes and activity, between people of different rights. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DiscussionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject Comments comments;
  @Inject Inbox inbox;
  @Inject Activities activities;
  @Inject Outbox outbox;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made made;
  private Graph owner;
  private UUID project;
  private String run;
  private Someone ada;
  private Someone ben;

  /** Ada and Ben are engineers of the project; whoever comes later may be less. */
  private void begin(String slug) {
    made = tenants.make(slug);
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    String id = made("createProject(input:{slug:\"talk\",name:\"P\"}){id}", Map.of());
    project = GlobalId.decode("id", GraphTypes.PROJECT, id);
    String experiment =
        made("createExperiment(input:{projectId:$x,name:\"e\"}){id}", Map.of("x", id));
    run =
        made("createRun(input:{experimentId:$x,name:\"first run\"}){id}", Map.of("x", experiment));
    ada = people.join(made.tenant(), slug + "-ada", Grant.of(Role.ENGINEER, null));
    ben = people.join(made.tenant(), slug + "-ben", Grant.of(Role.ENGINEER, null));
  }

  private String made(String mutation, Map<String, Object> variables) {
    String declared = variables.isEmpty() ? "" : "($x:ID!)";
    JsonNode data =
        owner.ask("mutation" + declared + "{made:" + mutation + "}", variables).data().path("made");
    return data.path("id").asText();
  }

  private Subject.Key key() {
    return new Subject.Key(SubjectKind.RUN, GlobalId.decode("id", GraphTypes.RUN, run));
  }

  private static String mention(Someone person) {
    return "[@x](member:" + GraphTypes.id(GraphTypes.MEMBER, person.memberId()) + ")";
  }

  private Comment say(Someone author, String text) {
    return people.inThread(
        () -> comments.add(people.caller(author), new Comments.AddComment(key(), text)));
  }

  private List<InboxThread> inboxOf(Someone person) {
    return people
        .inThread(() -> inbox.page(rights(person), Inbox.Filter.toDo(false), 50, null))
        .items();
  }

  private Principal rights(Someone person) {
    return people.rights(person).orElseThrow();
  }

  private <T> void refused(Class<? extends Throwable> why, Callable<T> work) {
    assertThatExceptionOfType(Throwable.class)
        .isThrownBy(() -> people.inThread(work))
        .satisfies(
            thrown ->
                assertThat(thrown.getCause() == null ? thrown : root(thrown)).isInstanceOf(why));
  }

  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Test
  void whoIsMentionedIsToldAndWhoeverHasNoAccessIsNamed() {
    begin("talk-mention");
    Someone finance = people.join(made.tenant(), "talk-fin", Grant.of(Role.BILLING, null));

    Comment comment = say(ada, "Look, " + mention(ben) + " and " + mention(finance));
    assertThat(comment.mentions())
        .extracting(Comment.Mention::memberId, Comment.Mention::sees)
        .containsExactlyInAnyOrder(tuple(ben.memberId(), true), tuple(finance.memberId(), false));
    assertThat(inboxOf(ben))
        .singleElement()
        .satisfies(
            thread -> {
              assertThat(thread.reason()).isEqualTo(InboxReason.MENTION);
              assertThat(thread.subject().label()).isEqualTo("first run");
              assertThat(thread.isUnread()).isTrue();
            });
    assertThat(inboxOf(finance)).isEmpty();
    assertThat(inboxOf(ada)).isEmpty();

    say(ben, "Seen.");
    assertThat(inboxOf(ada))
        .singleElement()
        .satisfies(thread -> assertThat(thread.reason()).isEqualTo(InboxReason.REPLY));
  }

  @Test
  void whoeverIsMentionedAgainOnceTheyHaveAccessIsToldThen() {
    begin("talk-later");
    Someone finance = people.join(made.tenant(), "talk-late", Grant.of(Role.BILLING, null));
    Comment comment = say(ada, mention(ben) + " " + mention(finance));
    InboxThread thread = inboxOf(ben).getFirst();
    people.inThread(() -> marked(ben, thread, InboxMark.DONE));
    endpoints.transact(
        made.tenant().id(),
        tx -> {
          Grantee member = Grantee.member(finance.memberId());
          Grants.replace(tx, member, List.of(Grant.of(Role.VIEWER, null)));
          return null;
        });

    people.inThread(
        () ->
            comments.edit(
                people.caller(ada),
                new Comments.EditComment(
                    comment.id(), comment.version(), mention(ben) + " and " + mention(finance))));

    assertThat(inboxOf(finance))
        .singleElement()
        .satisfies(told -> assertThat(told.reason()).isEqualTo(InboxReason.MENTION));
    assertThat(inboxOf(ben)).as("was told before").isEmpty();
  }

  @Test
  void anInboxIsNarrowedByWhatItsThreadsAre() {
    begin("talk-narrow");
    say(ada, mention(ben));
    InboxThread thread = inboxOf(ben).getFirst();

    assertThat(narrowed(false, false, InboxReason.REPLY, null)).isEmpty();
    assertThat(narrowed(false, false, InboxReason.MENTION, project)).containsExactly(thread.id());
    assertThat(narrowed(false, false, InboxReason.MENTION, Ids.next())).isEmpty();
    assertThat(narrowed(false, true, null, null)).as("not muted").isEmpty();
    people.inThread(() -> marked(ben, thread, InboxMark.DONE));
    assertThat(narrowed(false, false, null, null)).isEmpty();
    assertThat(narrowed(true, false, null, null)).containsExactly(thread.id());
  }

  private List<UUID> narrowed(boolean done, boolean muted, InboxReason reason, UUID projectId) {
    Set<InboxReason> reasons = reason == null ? Set.of() : Set.of(reason);
    Inbox.Filter filter = new Inbox.Filter(false, done, muted, reasons, projectId);
    return people.inThread(() -> inbox.page(rights(ben), filter, 50, null)).items().stream()
        .map(InboxThread::id)
        .toList();
  }

  @Test
  void aThreadThatIsDoneComesBackWithTheNextEventUnlessItIsMuted() {
    begin("talk-done");
    say(ada, mention(ben));
    InboxThread thread = inboxOf(ben).getFirst();
    people.inThread(() -> marked(ben, thread, InboxMark.DONE));
    assertThat(inboxOf(ben)).isEmpty();

    say(ada, mention(ben));
    InboxThread again = inboxOf(ben).getFirst();
    assertThat(again.id()).isEqualTo(thread.id());
    assertThat(again.isUnread()).isTrue();
    refused(Conflict.class, () -> marked(ben, thread, InboxMark.DONE));

    people.inThread(() -> marked(ben, again, InboxMark.MUTED));
    say(ada, mention(ben));
    assertThat(inboxOf(ben))
        .singleElement()
        .satisfies(
            muted -> {
              assertThat(muted.isUnread()).isFalse();
              assertThat(muted.isMuted()).isTrue();
            });
    refused(NotFound.class, () -> marked(ada, again, InboxMark.READ));
  }

  private List<InboxThread> marked(Someone person, InboxThread thread, InboxMark as) {
    return inbox.mark(
        people.caller(person),
        new Inbox.MarkThreads(List.of(new Inbox.Marked(thread.id(), thread.version())), as));
  }

  @Test
  void nobodyElseChangesACommentAndWhoeverLooksAfterTheProjectMayDeleteIt() {
    begin("talk-edit");
    Someone viewer = people.join(made.tenant(), "talk-viewer", Grant.of(Role.VIEWER, null));
    Comment comment = say(viewer, "First");
    refused(
        NotTheAuthor.class,
        () ->
            comments.edit(
                people.caller(ada), new Comments.EditComment(comment.id(), 1, "Otherwise")));
    Comment edited =
        people.inThread(
            () ->
                comments.edit(
                    people.caller(viewer),
                    new Comments.EditComment(comment.id(), 1, "Second " + mention(ben))));
    assertThat(edited.text()).startsWith("Second");
    assertThat(inboxOf(ben)).hasSize(1);
    refused(Conflict.class, () -> comments.delete(people.caller(ada), comment.id(), 1));
    Someone other = people.join(made.tenant(), "talk-viewer2", Grant.of(Role.VIEWER, null));
    refused(Forbidden.class, () -> comments.delete(people.caller(other), comment.id(), 2));
    Comment gone = people.inThread(() -> comments.delete(people.caller(ada), comment.id(), 2));
    assertThat(gone.text()).isEmpty();
    assertThat(gone.mentions()).isEmpty();
    refused(Conflict.class, () -> comments.delete(people.caller(ada), comment.id(), 3));
  }

  @Test
  void aStrangersTextIsShownAsTextAndFoundWithItsThing() {
    begin("talk-html");
    Graph.Answer added =
        owner.ask(
            "mutation($r:ID!,$t:String!){addComment(input:{subjectId:$r,text:$t}){id html version}}",
            Map.of("r", run, "t", "**bold** <script>alert(1)</script>"));
    assertThat(added.data().at("/addComment/html").asText())
        .contains("<strong>bold</strong>")
        .doesNotContain("<script");
    JsonNode shown =
        owner
            .ask(
                "query($r:ID!){node(id:$r){... on Run{comments{id text createdBy{kind} mentions{sees}}}}}",
                Map.of("r", run))
            .data()
            .at("/node/comments");
    assertThat(shown).hasSize(1);
    assertThat(
            owner
                .ask(
                    "mutation($r:ID!){addComment(input:{subjectId:$r,text:\"x\"}){id}}",
                    Map.of("r", GraphTypes.id(GraphTypes.PROJECT, project)))
                .code())
        .hasValue("VALIDATION");
  }

  @Test
  void whatHappensIsToldToThoseWhomItConcerns() throws InterruptedException {
    begin("talk-events");
    Someone viewer = people.join(made.tenant(), "talk-looker", Grant.of(Role.VIEWER, null));
    Map<String, Object> inProject = Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project));
    String rule =
        made(
            "createAlertRule(input:{projectId:$x,name:\"errors\",kind:JOB_FAILURE,threshold:0,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}",
            inProject);
    String alert = StoredAlerts.firing(endpoints, made.tenant().id(), rule);
    String dataset = made("createDataset(input:{projectId:$x,name:\"d\"}){id}", inProject);
    String version = made("openDatasetVersion(datasetId:$x){id}", Map.of("x", dataset));
    JsonObject of = new JsonObject().put("projectId", project.toString());
    publish(
        "AlertFired",
        GlobalId.decode("id", GraphTypes.ALERT, alert),
        of.copy()
            .put("rule", "errors")
            .put("text", "too many")
            .put("people", new JsonArray().add(ben.personId().toString())));
    publish(
        "WaiverAsked",
        GlobalId.decode("id", GraphTypes.DATASET_VERSION, version),
        of.copy().put("by", rights(ada).actor().json()).put("personId", ada.personId().toString()));

    publish(
        "DatasetVersionRejected",
        GlobalId.decode("id", GraphTypes.DATASET_VERSION, version),
        of.copy().put("by", rights(ada).actor().json()).put("reason", "a.csv is cut short"));

    assertThat(awaited(ben, InboxReason.ALERT).subject().label()).isEqualTo("errors");
    assertThat(awaited(ben, InboxReason.APPROVAL_ASKED).subject().label()).isEqualTo("d v1");
    assertThat(awaited(ada, InboxReason.FAILURE_OF_MINE))
        .returns("d v1", thread -> thread.subject().label())
        .returns("Rejected: a.csv is cut short", InboxThread::text);
    assertThat(inboxOf(ada)).hasSize(1);
    assertThat(inboxOf(viewer)).isEmpty();
  }

  @Test
  void aFeedWhoseVersionsFailIsOneThreadThatComesToTheFront() throws InterruptedException {
    begin("talk-feed");
    Map<String, Object> inProject = Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project));
    String dataset = made("createDataset(input:{projectId:$x,name:\"feed\"}){id}", inProject);
    failCollected(dataset, "DatasetVersionRejected");
    InboxThread first = awaited(ada, InboxReason.FAILURE_OF_MINE);
    people.inThread(() -> marked(ada, first, InboxMark.DONE));

    failCollected(dataset, "DatasetVersionErrored");

    InboxThread again = awaited(ada, InboxReason.FAILURE_OF_MINE);
    assertThat(again)
        .returns(first.id(), InboxThread::id)
        .returns("v2: Could not be validated: a.csv is cut short", InboxThread::text)
        .returns(true, InboxThread::isUnread);
    assertThat(again.subject())
        .returns("feed", Subject::label)
        .returns(SubjectKind.DATASET, of -> of.key().kind());
    assertThat(inboxOf(ada)).hasSize(1);
  }

  /** One more of its versions, as if a collector of Ada's had sealed it. */
  private void failCollected(String dataset, String type) {
    String version = made("openDatasetVersion(datasetId:$x){id}", Map.of("x", dataset));
    UUID id = GlobalId.decode("id", GraphTypes.DATASET_VERSION, version);
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.collected_version
                  (tenant_id, dataset_version_id, collector_id, dead, rows, from_at, to_at)
                VALUES ($1, $2, $3, false, 1, now(), now())
                """,
                tx.tenantId(),
                id,
                UUID.randomUUID()));
    publish(
        type,
        id,
        new JsonObject()
            .put("projectId", project.toString())
            .put("by", rights(ada).actor().json())
            .put("reason", "a.csv is cut short"));
  }

  @Test
  void whoeverBeganAPausedRolloutAllWhoMayDecideAreAsked() throws InterruptedException {
    begin("talk-paused");
    Someone viewer = people.join(made.tenant(), "talk-onlooker", Grant.of(Role.VIEWER, null));
    UUID endpoint = endpoints.serve(made.tenant().id(), project, "live", 100).endpointId();
    JsonObject key = new Actor(Principal.Kind.API_KEY, UUID.randomUUID(), "ci").json();

    publish(
        "RolloutPaused",
        UUID.randomUUID(),
        new JsonObject()
            .put("projectId", project.toString())
            .put("endpointId", endpoint.toString())
            .put("startedBy", key)
            .put("reason", "too few requests"));

    assertThat(awaited(ada, InboxReason.DECISION_ASKED))
        .returns("live", thread -> thread.subject().label())
        .returns("A rollout waits for a decision: too few requests", InboxThread::text);
    assertThat(awaited(ben, InboxReason.DECISION_ASKED).subject().label()).isEqualTo("live");
    assertThat(inboxOf(viewer)).isEmpty();
  }

  @Test
  void whoseJobFailsIsTold() throws InterruptedException {
    begin("talk-job");
    String job =
        made(
            "submitJob(input:{projectId:$x,name:\"fails\",command:[\"false\"]}){id}",
            Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project)));
    UUID jobId = GlobalId.decode("id", GraphTypes.JOB, job);
    submittedBy(jobId, ada);
    publish(
        "JobFinished",
        jobId,
        new JsonObject()
            .put("jobId", jobId.toString())
            .put("projectId", project.toString())
            .put("kind", "TASK")
            .put("status", "FAILED")
            .put("reason", "exit code 1"));

    InboxThread told = awaited(ada, InboxReason.FAILURE_OF_MINE);
    assertThat(told.subject().label()).isEqualTo("fails");
    assertThat(told.text()).isEqualTo("Failed: exit code 1");
    assertThat(inboxOf(ben)).isEmpty();
  }

  private void submittedBy(UUID jobId, Someone person) {
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                """
                UPDATE compute.job SET submitted_by_kind = 'PERSON', submitted_by_id = $3
                WHERE tenant_id = $1 AND id = $2
                """,
                tx.tenantId(),
                jobId,
                person.personId()));
  }

  @Test
  void whoseRevisionFailsIsToldAndOfNoReplicaThatIsReplaced() throws InterruptedException {
    begin("talk-revision");
    UUID endpoint = endpoints.serve(made.tenant().id(), project, "live", 100).endpointId();
    String job =
        made(
            "submitJob(input:{projectId:$x,name:\"replica\",command:[\"false\"]}){id}",
            Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project)));
    UUID replica = GlobalId.decode("id", GraphTypes.JOB, job);
    submittedBy(replica, ada);
    endpoints.transact(
        made.tenant().id(),
        tx ->
            tx.update(
                "UPDATE compute.job SET kind = 'SERVICE' WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                replica));
    publish(
        "JobFinished",
        replica,
        new JsonObject()
            .put("jobId", replica.toString())
            .put("projectId", project.toString())
            .put("kind", "SERVICE")
            .put("status", "FAILED")
            .put("reason", "exit code 1"));

    publish(
        "RevisionFailed",
        UUID.randomUUID(),
        new JsonObject()
            .put("projectId", project.toString())
            .put("endpointId", endpoint.toString())
            .put("number", 2)
            .put("submittedBy", rights(ada).actor().json())
            .put("reason", "not ready within 600 s"));

    InboxThread told = awaited(ada, InboxReason.FAILURE_OF_MINE);
    assertThat(told.subject().label()).isEqualTo("live");
    assertThat(told.text()).isEqualTo("Revision 2 failed: not ready within 600 s");
    Thread.sleep(500); // the handler has had both, in whatever order
    assertThat(inboxOf(ada)).hasSize(1);
    assertThat(inboxOf(ben)).isEmpty();
  }

  private void publish(String type, UUID subject, JsonObject payload) {
    endpoints.transact(
        made.tenant().id(),
        tx -> {
          outbox.publish(tx, type, subject, payload);
          return null;
        });
  }

  private InboxThread awaited(Someone person, InboxReason reason) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<InboxThread> found =
          inboxOf(person).stream().filter(thread -> thread.reason() == reason).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(System.nanoTime()).as("%s", reason).isLessThan(end);
      Thread.sleep(100);
    }
  }

  @Test
  void activityShowsWhatTheReaderMaySee() {
    begin("talk-activity");
    say(ada, "hello");
    String dataset =
        made(
            "createDataset(input:{projectId:$x,name:\"d\"}){id}",
            Map.of("x", GraphTypes.id(GraphTypes.PROJECT, project)));
    made(
        "setExpectations(input:{datasetId:$x,expectedVersion:0,expectations:[{name:\"expect_column_to_exist\",column:\"a\"}]}){id}",
        Map.of("x", dataset));
    Someone finance = people.join(made.tenant(), "talk-fin2", Grant.of(Role.BILLING, null));
    List<String> seen =
        people.inThread(() -> activities.ofTenant(rights(ben), 50, null)).items().stream()
            .map(one -> one.action() + " " + one.subject().label())
            .toList();
    assertThat(seen)
        .contains(
            "addComment first run", "createRun first run", "createExperiment e", "createProject P")
        .as("a part of a thing is shown as done to the thing")
        .contains("setExpectations d");
    assertThat(
            people
                .inThread(() -> activities.ofProject(rights(finance), project, 50, null))
                .items()
                .stream()
                .map(one -> one.subject().key().kind()))
        .containsOnly(SubjectKind.PROJECT);
    JsonNode page =
        owner
            .ask(
                "{activity(first:1){edges{node{action subject{label kind}}}pageInfo{hasNextPage}}}")
            .data();
    assertThat(page.at("/activity/edges")).hasSize(1);
    assertThat(page.at("/activity/pageInfo/hasNextPage").asBoolean()).isTrue();
  }
}
