package io.keelson.api.graphql.model;

import io.keelson.api.catalog.model.Approval;
import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersionStatus;
import io.keelson.api.catalog.model.RegisteredModel;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Models as the API shows them. */
public final class ModelTypes {
  private ModelTypes() {}

  @Name("RegisteredModel")
  public record RegisteredModelType(@Ignore RegisteredModel model) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.MODEL, model.id());
    }

    @NonNull
    public String getName() {
      return model.name();
    }

    public String getDescription() {
      return model.description();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return model.createdAt();
    }

    @NonNull
    public Integer getVersion() {
      return model.version();
    }
  }

  @Name("RegisteredModelEdge")
  public record RegisteredModelEdge(@NonNull RegisteredModelType node, @NonNull String cursor) {}

  @Name("RegisteredModelConnection")
  public record RegisteredModelConnection(
      @NonNull List<@NonNull RegisteredModelEdge> edges, @NonNull PageInfo pageInfo) {
    static RegisteredModelConnection of(Page<RegisteredModel> page) {
      return new RegisteredModelConnection(
          page.edges(
              (model, cursor) -> new RegisteredModelEdge(new RegisteredModelType(model), cursor)),
          page.info());
    }
  }

  @Name("ModelAlias")
  public record ModelAliasType(
      @NonNull String name,
      @NonNull ModelVersionType target,
      @NonNull OffsetDateTime movedAt,
      @NonNull String movedBy) {}

  @Name("ModelVersion")
  public record ModelVersionType(@Ignore ModelVersion modelVersion) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.MODEL_VERSION, modelVersion.id());
    }

    @NonNull
    public String getModelName() {
      return modelVersion.modelName();
    }

    @NonNull
    public Integer getNumber() {
      return modelVersion.number();
    }

    @NonNull
    public ModelVersionStatus getStatus() {
      return modelVersion.status();
    }

    @NonNull
    public String getFormat() {
      return modelVersion.format();
    }

    @NonNull
    public Long getSizeBytes() {
      return modelVersion.sizeBytes();
    }

    @NonNull
    public String getDigest() {
      return modelVersion.digest();
    }

    public JsonObject getSignature() {
      return modelVersion.signature() == null
          ? null
          : Json.createReader(new StringReader(modelVersion.signature().encode())).readObject();
    }

    @NonNull
    public String getAuthor() {
      return modelVersion.author().label();
    }

    @NonNull
    public ActorType getRegisteredBy() {
      return ActorType.of(modelVersion.author());
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return modelVersion.createdAt();
    }

    @NonNull
    public Integer getVersion() {
      return modelVersion.version();
    }
  }

  @Name("ModelVersionEdge")
  public record ModelVersionEdge(@NonNull ModelVersionType node, @NonNull String cursor) {}

  @Name("ModelVersionConnection")
  public record ModelVersionConnection(
      @NonNull List<@NonNull ModelVersionEdge> edges, @NonNull PageInfo pageInfo) {
    static ModelVersionConnection of(Page<ModelVersion> page) {
      return new ModelVersionConnection(
          page.edges(
              (version, cursor) -> new ModelVersionEdge(new ModelVersionType(version), cursor)),
          page.info());
    }
  }

  @Name("CheckResult")
  public record CheckResultType(@NonNull String name, @NonNull Boolean passed, String detail) {}

  @Name("Approval")
  public record ApprovalType(
      @NonNull Boolean approved,
      @NonNull String by,
      @NonNull ActorType decidedBy,
      @NonNull OffsetDateTime at,
      String comment,
      @NonNull List<@NonNull CheckResultType> checks) {
    static ApprovalType of(Approval approval) {
      return new ApprovalType(
          approval.approved(),
          approval.by().label(),
          ActorType.of(approval.by()),
          approval.at(),
          approval.comment(),
          approval.checks().stream()
              .map(check -> new CheckResultType(check.name(), check.passed(), check.detail()))
              .toList());
    }
  }

  @Name("LineageEdge")
  public record LineageEdgeType(
      @Id @NonNull String from, @Id @NonNull String to, @NonNull String kind) {}

  @Name("Lineage")
  public record LineageType(
      @NonNull List<@NonNull Node> nodes, @NonNull List<@NonNull LineageEdgeType> edges) {}

  public record RegisterModelVersion(
      @Id @NonNull String projectId,
      @NonNull String modelName,
      @Id @NonNull String runId,
      @NonNull String artifactPath) {}

  public record DecideModelVersion(
      @Id @NonNull String id, @NonNull Integer expectedVersion, String comment) {}

  public record SetModelAlias(
      @Id @NonNull String modelId,
      @NonNull String alias,
      @Id @NonNull String modelVersionId,
      @Id String expectedTargetId) {}
}
