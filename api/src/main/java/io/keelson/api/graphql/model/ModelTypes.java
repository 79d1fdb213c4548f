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
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Models as the API shows them. */
public final class ModelTypes {
  private ModelTypes() {}

  @Name("RegisteredModel")
  @Description("A model by a name, in versions that people decide on.")
  public record RegisteredModelType(@Ignore RegisteredModel model) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.MODEL, model.id());
    }

    @NonNull
    @Description("Unlike those of the project's other models.")
    public String getName() {
      return model.name();
    }

    @Description("What it is for; null for nothing said.")
    public String getDescription() {
      return model.description();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return model.createdAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return model.version();
    }
  }

  @Name("RegisteredModelEdge")
  @Description("A model in a page.")
  public record RegisteredModelEdge(
      @NonNull @Description("The model.") RegisteredModelType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("RegisteredModelConnection")
  @Description("A page of models.")
  public record RegisteredModelConnection(
      @NonNull @Description("The models with their cursors.")
          List<@NonNull RegisteredModelEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static RegisteredModelConnection of(Page<RegisteredModel> page) {
      return new RegisteredModelConnection(
          page.edges(
              (model, cursor) -> new RegisteredModelEdge(new RegisteredModelType(model), cursor)),
          page.info());
    }
  }

  @Name("ModelAlias")
  @Description("A name that points at a version of a model, such as production.")
  public record ModelAliasType(
      @NonNull @Description("2 to 63 lower-case letters, digits or hyphens.") String name,
      @NonNull @Description("The version that it points at.") ModelVersionType target,
      @NonNull @Description("When it was last pointed elsewhere.") OffsetDateTime movedAt,
      @NonNull @Description("The label of whoever did so.") String movedBy) {}

  @Name("ModelVersion")
  @Description("A model as a run left it, which people decide on.")
  public record ModelVersionType(@Ignore ModelVersion modelVersion) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.MODEL_VERSION, modelVersion.id());
    }

    @NonNull
    @Description("The name of the model.")
    public String getModelName() {
      return modelVersion.modelName();
    }

    @NonNull
    @Description("1 for the model's first one.")
    public Integer getNumber() {
      return modelVersion.number();
    }

    @NonNull
    @Description("Whether it was decided on, and how.")
    public ModelVersionStatus getStatus() {
      return modelVersion.status();
    }

    @NonNull
    @Description("How it is stored, such as ONNX.")
    public String getFormat() {
      return modelVersion.format();
    }

    @NonNull
    @Description("How large its files are together, in bytes.")
    public Long getSizeBytes() {
      return modelVersion.sizeBytes();
    }

    @NonNull
    @Description("SHA-256 of the manifest of its files, in hexadecimal.")
    public String getDigest() {
      return modelVersion.digest();
    }

    @Description("What it takes and answers, as its signature.json says; null where there is none.")
    public JsonObject getSignature() {
      return modelVersion.signature() == null
          ? null
          : Json.createReader(new StringReader(modelVersion.signature().encode())).readObject();
    }

    @NonNull
    @Description("The label of whoever registered it.")
    public String getAuthor() {
      return modelVersion.author().label();
    }

    @NonNull
    @Description("Who registered it.")
    public ActorType getRegisteredBy() {
      return ActorType.of(modelVersion.author());
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return modelVersion.createdAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return modelVersion.version();
    }
  }

  @Name("ModelVersionEdge")
  @Description("A version in a page.")
  public record ModelVersionEdge(
      @NonNull @Description("The version.") ModelVersionType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ModelVersionConnection")
  @Description("A page of versions.")
  public record ModelVersionConnection(
      @NonNull @Description("The versions with their cursors.")
          List<@NonNull ModelVersionEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ModelVersionConnection of(Page<ModelVersion> page) {
      return new ModelVersionConnection(
          page.edges(
              (version, cursor) -> new ModelVersionEdge(new ModelVersionType(version), cursor)),
          page.info());
    }
  }

  @Name("CheckResult")
  @Description("What the platform found out about a model version when it was decided on.")
  public record CheckResultType(
      @NonNull @Description("What was looked at: signature, files, data.") String name,
      @NonNull @Description("Whether all was well.") Boolean passed,
      @Description("What was found, in words; null for nothing to say.") String detail) {}

  @Name("Approval")
  @Description("A decision on a model version.")
  public record ApprovalType(
      @NonNull @Description("Whether it may be deployed from then on.") Boolean approved,
      @NonNull @Description("The label of whoever decided.") String by,
      @NonNull @Description("Who decided.") ActorType decidedBy,
      @NonNull @Description("When it was decided.") OffsetDateTime at,
      @Description("What whoever decided said of it; null for nothing.") String comment,
      @NonNull
          @Description(
              "What the platform could tell about the version then, at most 10 findings; people decide.")
          List<@NonNull CheckResultType> checks) {
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
  @Description("One thing came of another.")
  public record LineageEdgeType(
      @Id @NonNull @Description("The global id of the cause.") String from,
      @Id @NonNull @Description("The global id of what came of it.") String to,
      @NonNull
          @Description(
              "How: produced (a run, a model version), ran (a job, a run), read (a data set version, by a run), shaped (a data set version, into one that SQL made of it).")
          String kind) {}

  @Name("Lineage")
  @Description("What something came of, with what the caller may not read left out.")
  public record LineageType(
      @NonNull @Description("The thing itself and what it came of; at most 203.")
          List<@NonNull Node> nodes,
      @NonNull @Description("How the things hang together; at most 203.")
          List<@NonNull LineageEdgeType> edges) {}

  @Description("A model that a run left, to be registered.")
  public record RegisterModelVersion(
      @Id @NonNull @Description("The project of run and model.") String projectId,
      @NonNull @Description("1 to 200 characters; the model is made if there is none yet.")
          String modelName,
      @Id @NonNull @Description("The run, which is FINISHED.") String runId,
      @NonNull
          @Description(
              "An ONNX file that the run left, or a folder with one; a relative path of at most 1,000 characters.")
          String artifactPath) {}

  @Description("A decision on a model version.")
  public record DecideModelVersion(
      @Id @NonNull @Description("The model version.") String id,
      @NonNull
          @Description(
              "The version of the record that the decision is meant for; CONFLICT when it has another.")
          Integer expectedVersion,
      @Description("What to say of it; up to 4,000 characters.") String comment) {}

  @Description("Where an alias shall point.")
  public record SetModelAlias(
      @Id @NonNull @Description("The model.") String modelId,
      @NonNull
          @Description(
              "2 to 63 lower-case letters, digits or hyphens, a letter first; at most 100 of a model.")
          String alias,
      @Id
          @NonNull
          @Description("The version of the model that it shall point at, REGISTERED or APPROVED.")
          String modelVersionId,
      @Id
          @Description(
              "The version that it points at now; left out where there is no such alias yet. CONFLICT otherwise.")
          String expectedTargetId) {}
}
