package io.keelson.api.catalog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.api.catalog.model.Decisions.DecideModelVersion;
import io.keelson.api.catalog.model.Lineage.Kind;
import io.keelson.api.catalog.model.ModelVersions.Deployable;
import io.keelson.api.catalog.model.ModelVersions.RegisterModelVersion;
import io.keelson.api.catalog.model.Models.SetAlias;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsIT {
  private static final byte[] ONNX = {8, 9, 18, 7, 'k', 'e', 'e', 'l', 's', 'o', 'n'};
  private static final byte[] SIGNATURE =
      "{\"inputs\":[{\"name\":\"input\",\"shape\":[-1,13]}]}".getBytes(UTF_8);

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID experimentId = catalog.experiment(projectId);
  private final UUID jobId = Ids.next();
  private final Caller approver =
      CatalogFixture.caller(CatalogFixture.person(catalog.tenantId, "lead", Role.ADMIN));

  @AfterEach
  void close() {
    catalog.close();
  }

  private UUID finishedRun(UUID job, Map<String, byte[]> outputs, UUID... datasetVersions) {
    UUID runId = Ids.next();
    catalog.database.transact(
        catalog.tenantId,
        tx ->
            catalog.runs.schedule(
                tx,
                catalog.engineer,
                runId,
                job,
                new NewRun(experimentId, "train", null, null, List.of(datasetVersions), null)));
    catalog.jobFinished(job, runId, "SUCCEEDED", outputs);
    return runId;
  }

  private UUID finishedRun() {
    return finishedRun(
        jobId,
        Map.of("model.onnx", ONNX, "signature.json", SIGNATURE, "predictions.csv", new byte[] {1}),
        sealedVersion());
  }

  private UUID sealedVersion() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", "x\n1\n".getBytes(UTF_8));
    return catalog.versions.seal(catalog.caller, id).id();
  }

  private ModelVersion register(UUID runId) {
    return register(catalog.caller, runId);
  }

  private ModelVersion register(Caller caller, UUID runId) {
    return catalog.modelVersions.register(
        caller, new RegisterModelVersion(projectId, "wine", runId, "model.onnx"));
  }

  private static DecideModelVersion decision(ModelVersion version) {
    return new DecideModelVersion(version.id(), version.version(), "looks good");
  }

  @Test
  void aRunsModelIsRegisteredWithItsFilesSignatureAndLineage() {
    UUID runId = finishedRun();

    ModelVersion first = register(runId);
    ModelVersion second = register(runId);

    List<ModelFile> files = catalog.modelVersions.files(catalog.engineer, first.id());
    assertThat(files).extracting(ModelFile::path).containsExactly("model.onnx", "signature.json");
    assertThat(first.number()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);
    assertThat(first.label()).isEqualTo("wine:1");
    assertThat(first.status()).isEqualTo(ModelVersionStatus.REGISTERED);
    assertThat(first.format()).isEqualTo("ONNX");
    assertThat(first.author()).isEqualTo(catalog.engineer.actor());
    assertThat(first.signature().getJsonArray("inputs")).hasSize(1);
    assertThat(first.digest())
        .isEqualTo(
            Manifest.of(
                    files.stream()
                        .map(f -> new Manifest.Entry(f.path(), f.digest(), f.sizeBytes()))
                        .toList())
                .digest());
    assertThat(catalog.modelVersions.page(catalog.engineer, first.modelId(), 10, null))
        .containsExactly(second, first);
    assertThat(catalog.modelVersions.ofRuns(catalog.engineer, List.of(runId)).get(runId))
        .containsExactly(first, second);
    assertThat(catalog.models.byName(catalog.engineer, projectId, "wine").id())
        .isEqualTo(first.modelId());
    assertThat(catalog.models.page(catalog.engineer, projectId, 10, null)).hasSize(1);

    Lineage lineage = catalog.lineages.of(catalog.engineer, first.id(), 3);
    assertThat(lineage.nodes())
        .extracting(Lineage.Node::kind)
        .containsExactly(Kind.MODEL_VERSION, Kind.RUN, Kind.JOB, Kind.DATASET_VERSION);
    assertThat(lineage.edges())
        .extracting(Lineage.Edge::kind)
        .containsExactly("produced", "ran", "read");
    assertThat(catalog.lineages.of(catalog.engineer, first.id(), 1).nodes()).hasSize(2);
  }

  @Test
  void itsLineageGoesOnToWhatSqlMadeItsDataOf() {
    UUID raw = sealedVersion();
    UUID hidden = catalog.openVersion(catalog.project("other").id());
    UUID first = sealedVersion();
    UUID second = sealedVersion();
    made(first, Map.of("wine", raw, "again", raw, "other", hidden));
    made(second, Map.of("data", first));
    ModelVersion version =
        register(
            finishedRun(jobId, Map.of("model.onnx", ONNX, "signature.json", SIGNATURE), second));

    assertThat(data(catalog.engineer, version, 2)).containsExactly(second);
    assertThat(data(catalog.engineer, version, 3)).containsExactly(second, first);
    assertThat(data(catalog.engineer, version, 10))
        .containsExactlyInAnyOrder(second, first, raw, hidden);
    assertThat(catalog.lineages.of(catalog.engineer, version.id(), 10).edges())
        .contains(new Lineage.Edge(first, second, "shaped"), new Lineage.Edge(raw, first, "shaped"))
        .doesNotHaveDuplicates();
    Principal ofOne = catalog.guest("one", Role.VIEWER, projectId);
    assertThat(data(ofOne, version, 10)).containsExactly(second, first, raw);
  }

  private List<UUID> data(Principal principal, ModelVersion version, int depth) {
    return catalog.lineages.of(principal, version.id(), depth).nodes().stream()
        .filter(node -> node.kind() == Kind.DATASET_VERSION)
        .map(Lineage.Node::id)
        .toList();
  }

  /** As a transform leaves it. */
  private void made(UUID versionId, Map<String, UUID> sources) {
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.transform
                (tenant_id, dataset_version_id, project_id, dataset_id, sql, engine, digest, job_id)
              SELECT tenant_id, id, project_id, dataset_id, 'SELECT 1', 'duckdb 1.0', digest, id
              FROM catalog.dataset_version
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              versionId);
          sources.forEach(
              (name, source) ->
                  tx.update(
                      "INSERT INTO catalog.transform_input (tenant_id, dataset_version_id, name, input_version_id) VALUES ($1, $2, $3, $4)",
                      tx.tenantId(),
                      versionId,
                      name,
                      source));
          return null;
        });
  }

  @Test
  void anotherPersonApprovesAndOnlyThenItMayBeDeployed() {
    ModelVersion version = register(finishedRun());
    assertThatThrownBy(() -> deployable(version.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("expected: APPROVED");

    ModelVersion approved = catalog.decisions.approve(approver, decision(version));

    assertThat(approved.status()).isEqualTo(ModelVersionStatus.APPROVED);
    assertThat(deployable(version.id()).files()).extracting(ModelFile::path).contains("model.onnx");
    Approval approval =
        catalog
            .decisions
            .approvals(catalog.engineer, List.of(version.id()))
            .get(version.id())
            .getFirst();
    assertThat(approval.approved()).isTrue();
    assertThat(approval.by()).isEqualTo(approver.principal().actor());
    assertThat(approval.comment()).isEqualTo("looks good");
    assertThat(approval.checks())
        .extracting(Approval.Check::name)
        .containsExactly("signature", "files", "data");
    assertThat(approval.checks().get(1).passed()).isTrue();
    assertThat(approval.checks().get(2).passed()).as("its data set has no profile yet").isFalse();
  }

  private Deployable deployable(UUID id) {
    return catalog.database.transact(
        catalog.tenantId, tx -> catalog.modelVersions.requireDeployable(tx, catalog.engineer, id));
  }

  @Test
  void theAuthorDoesNotDecideNotEvenThroughKeys() {
    Principal key = apiKey("ci", catalog.engineer);
    Principal keyOfKey = apiKey("nested", key);
    Principal othersKey = apiKey("ci", approver.principal());
    ModelVersion own = register(finishedRun());
    ModelVersion byKey =
        register(
            CatalogFixture.caller(keyOfKey), finishedRun(Ids.next(), Map.of("model.onnx", ONNX)));

    assertThat(byKey.author()).isEqualTo(catalog.engineer.actor());
    for (ModelVersion version : List.of(own, byKey)) {
      for (Principal author : List.of(catalog.engineer, key, keyOfKey)) {
        assertThatThrownBy(
                () -> catalog.decisions.approve(CatalogFixture.caller(author), decision(version)))
            .isInstanceOf(Forbidden.class)
            .hasMessageContaining("someone other");
        assertThatThrownBy(
                () -> catalog.decisions.reject(CatalogFixture.caller(author), decision(version)))
            .isInstanceOf(SelfApproval.class);
      }
      assertThat(
              catalog
                  .decisions
                  .approve(CatalogFixture.caller(othersKey), decision(version))
                  .status())
          .isEqualTo(ModelVersionStatus.APPROVED);
    }
    assertThat(catalog.count("SELECT count(*) FROM tenancy.audit_entry WHERE outcome = 'DENIED'"))
        .isEqualTo(12);
  }

  @Test
  void theAuthorDoesNotDecideUnderAnotherAccountOfTheirsEither() {
    ModelVersion own = register(finishedRun());
    Principal again = CatalogFixture.person(catalog.tenantId, "engineer", Role.ADMIN);
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          new AuthorAccounts().follow(tx, catalog.engineer.id(), again.id());
          return null;
        });

    for (Principal author : List.of(again, apiKey("ci", again), catalog.engineer)) {
      assertThatThrownBy(
              () -> catalog.decisions.approve(CatalogFixture.caller(author), decision(own)))
          .isInstanceOf(SelfApproval.class);
    }
    assertThat(catalog.decisions.approve(approver, decision(own)).status())
        .isEqualTo(ModelVersionStatus.APPROVED);
  }

  @Test
  void whatOneKeyMadeDoesNotDecideOnWhatAnotherOfItsMakingRegistered() {
    Principal first = withoutPerson(null);
    Principal made = withoutPerson(first.id());
    Principal sibling = withoutPerson(first.id());
    ModelVersion ofFirst =
        register(CatalogFixture.caller(first), finishedRun(Ids.next(), Map.of("model.onnx", ONNX)));
    ModelVersion ofMade =
        register(CatalogFixture.caller(made), finishedRun(Ids.next(), Map.of("model.onnx", ONNX)));

    for (ModelVersion version : List.of(ofFirst, ofMade)) {
      for (Principal author : List.of(first, made, sibling)) {
        assertThatThrownBy(
                () -> catalog.decisions.approve(CatalogFixture.caller(author), decision(version)))
            .isInstanceOf(SelfApproval.class);
      }
    }
    Caller another = CatalogFixture.caller(withoutPerson(null));
    assertThat(catalog.decisions.approve(another, decision(ofMade)).status())
        .isEqualTo(ModelVersionStatus.APPROVED);
  }

  /** As the directory knows a key that the platform made, or one that was made with such a key. */
  private Principal withoutPerson(UUID firstMakerId) {
    UUID id = Ids.next();
    return new Principal(
        new Actor(Principal.Kind.API_KEY, id, "key:" + id),
        null,
        catalog.tenantId,
        catalog.engineer.tenantSlug(),
        Role.ENGINEER.permissions(),
        Map.of(),
        null,
        null,
        id,
        firstMakerId,
        false);
  }

  /** As the directory knows a key of theirs. */
  private static Principal apiKey(String name, Principal maker) {
    return new Principal(
        new Actor(Principal.Kind.API_KEY, Ids.next(), "key:" + name),
        maker.person(),
        maker.tenantId(),
        maker.tenantSlug(),
        Role.ENGINEER.permissions(),
        Map.of(),
        null);
  }

  @Test
  void decisionsSayWhatTheySawAndAreMadeOnce() {
    ModelVersion version = register(finishedRun());
    ModelVersion rejected = catalog.decisions.reject(approver, decision(version));

    assertThatThrownBy(() -> catalog.decisions.approve(approver, decision(version)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("changed since version 1");
    assertThatThrownBy(() -> catalog.decisions.approve(approver, decision(rejected)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("REJECTED");
    assertThat(catalog.decisions.archive(catalog.caller, decision(rejected)).status())
        .isEqualTo(ModelVersionStatus.ARCHIVED);
  }

  @Test
  void whatIsArchivedOnceItServedMayNotBeBroughtToAnEndpointAnyMore() {
    ModelVersion approved = catalog.decisions.approve(approver, decision(register(finishedRun())));
    assertThat(refusal(approved)).isEmpty();
    catalog.decisions.archive(catalog.caller, decision(approved));
    assertThat(refusal(approved)).hasValueSatisfying(why -> assertThat(why).contains("ARCHIVED"));
  }

  private Optional<String> refusal(ModelVersion version) {
    return catalog.database.transact(
        catalog.caller.principal().tenantId(),
        tx -> catalog.modelVersions.notDeployable(tx, version.id()));
  }

  @Test
  void anAliasMovesByCompareAndSet() {
    UUID runId = finishedRun();
    ModelVersion one = catalog.decisions.approve(approver, decision(register(runId)));
    ModelVersion two = register(runId);
    UUID model = one.modelId();

    ModelAlias set =
        catalog.models.setAlias(catalog.caller, new SetAlias(model, "champion", one.id(), null));
    assertThatThrownBy(
            () ->
                catalog.models.setAlias(
                    catalog.caller, new SetAlias(model, "champion", two.id(), null)))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(
            () ->
                catalog.models.setAlias(
                    catalog.caller, new SetAlias(model, "champion", one.id(), two.id())))
        .isInstanceOf(Conflict.class);
    ModelAlias moved =
        catalog.models.setAlias(
            catalog.caller, new SetAlias(model, "champion", two.id(), one.id()));

    assertThat(set.modelVersionId()).isEqualTo(one.id());
    assertThat(moved.modelVersionId()).isEqualTo(two.id());
    assertThat(catalog.models.aliases(catalog.engineer, List.of(model)).get(model))
        .containsExactly(moved);
    assertThatThrownBy(() -> catalog.decisions.reject(approver, decision(two)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("champion");
    catalog.models.setAlias(catalog.caller, new SetAlias(model, "champion", one.id(), two.id()));
    catalog.decisions.reject(approver, decision(two));
    assertThatThrownBy(
            () ->
                catalog.models.setAlias(
                    catalog.caller, new SetAlias(model, "champion", two.id(), one.id())))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("REJECTED");
    assertThatThrownBy(
            () ->
                catalog.models.setAlias(
                    catalog.caller, new SetAlias(model, "A b", one.id(), one.id())))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void whatIsNoModelIsNotRegistered() {
    byte[] deep = ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(UTF_8);
    UUID runId =
        finishedRun(
            jobId,
            Map.of(
                "text/model.onnx",
                "hello".getBytes(UTF_8),
                "nothing/readme.md",
                new byte[] {1},
                "bad/model.onnx",
                ONNX,
                "bad/signature.json",
                "[1]".getBytes(UTF_8),
                "deep/model.onnx",
                ONNX,
                "deep/signature.json",
                deep,
                "nul/model.onnx",
                ONNX,
                "nul/signature.json",
                "{\"a\":\"\\u0000\"}".getBytes(UTF_8),
                "empty/model.onnx",
                new byte[0]));

    for (String path :
        List.of("text", "nothing", "bad", "deep/model.onnx", "nul", "empty", "missing", "../x")) {
      assertThatThrownBy(
              () ->
                  catalog.modelVersions.register(
                      catalog.caller, new RegisterModelVersion(projectId, "wine", runId, path)))
          .as(path)
          .isInstanceOf(Invalid.class)
          .satisfies(e -> assertThat(((Invalid) e).field()).contains("input.artifactPath"));
    }
    assertThat(catalog.count("SELECT count(*) FROM catalog.registered_model")).isZero();
  }

  @Test
  void aRunThatIsNotFinishedGivesNoModel() {
    UUID runId = Ids.next();
    catalog.database.transact(
        catalog.tenantId,
        tx ->
            catalog.runs.schedule(
                tx,
                catalog.engineer,
                runId,
                jobId,
                new NewRun(experimentId, null, null, null, null, null)));
    catalog.jobFinished(jobId, runId, "FAILED", Map.of("model.onnx", ONNX));

    assertThatThrownBy(() -> register(runId))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("FAILED");
  }

  @Test
  void modelsOfOthersAreNotThereAndAViewerOnlyLooks() {
    UUID runId = finishedRun();
    ModelVersion version = register(runId);
    Principal guest = catalog.guest("guest", Role.OWNER, UUID.randomUUID());
    Principal viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);

    for (Principal other : List.of(catalog.stranger, guest)) {
      Caller caller = CatalogFixture.caller(other);
      assertThatThrownBy(() -> catalog.modelVersions.get(other, version.id()))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.modelVersions.files(other, version.id()))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> register(caller, runId)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.decisions.approve(caller, decision(version)))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () ->
                  catalog.models.setAlias(
                      caller, new SetAlias(version.modelId(), "champion", version.id(), null)))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.lineages.of(other, version.id(), 3))
          .isInstanceOf(NotFound.class);
      assertThat(catalog.modelVersions.byIds(other, Set.of(version.id()))).isEmpty();
      assertThat(catalog.models.byIds(other, Set.of(version.modelId()))).isEmpty();
      assertThat(catalog.decisions.approvals(other, Set.of(version.id()))).isEmpty();
    }
    assertThat(catalog.modelVersions.get(viewer, version.id())).isEqualTo(version);
    assertThatThrownBy(
            () -> catalog.decisions.approve(CatalogFixture.caller(viewer), decision(version)))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> register(CatalogFixture.caller(viewer), runId))
        .isInstanceOf(Forbidden.class);
  }
}
