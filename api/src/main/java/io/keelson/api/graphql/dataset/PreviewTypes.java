package io.keelson.api.graphql.dataset;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.dataset.TransformTypes.TransformSource;
import io.keelson.api.transform.PreviewStatus;
import io.keelson.api.transform.TransformPreview;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Previews of transforms as the API shows them. */
public final class PreviewTypes {
  private PreviewTypes() {}

  @Name("TransformPreview")
  @Description(
      "What a statement makes of the first 10,000 rows of each table that it reads. It is there for a day.")
  public record TransformPreviewType(@Ignore TransformPreview preview) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.TRANSFORM_PREVIEW, preview.id());
    }

    @NonNull
    @Description("Whether it runs, and what came of it.")
    public PreviewStatus getStatus() {
      return preview.status();
    }

    @Description("Why it FAILED, in the engine's words where those are known; null for any other.")
    public String getReason() {
      return preview.reason();
    }

    @NonNull
    @Description(
        "The columns that the statement makes, in their order, at most 1,000 of them; none unless READY.")
    public List<@NonNull PreviewColumnType> getColumns() {
      JsonArray all = preview.columns();
      return all.stream()
          .map(JsonObject.class::cast)
          .map(one -> new PreviewColumnType(one.getString("name"), one.getString("type")))
          .toList();
    }

    @NonNull
    @Description(
        "The first rows, at most 100 and fewer of a wide table: texts cut to 200 characters, and nulls.")
    public List<@NonNull List<String>> getRows() {
      return preview.rows().stream()
          .map(JsonArray.class::cast)
          .map(row -> row.stream().map(String.class::cast).toList())
          .toList();
    }

    @NonNull
    @Description("Whether it makes more rows of these than are shown.")
    public Boolean getMore() {
      return preview.more();
    }

    @NonNull
    @Description("Whether what it reads has more rows than the statement saw.")
    public Boolean getPartial() {
      return preview.partial();
    }

    @NonNull
    @Description("When it was asked for.")
    public OffsetDateTime getCreatedAt() {
      return preview.createdAt();
    }
  }

  @Name("PreviewColumn")
  @Description("A column that a statement makes.")
  public record PreviewColumnType(
      @NonNull @Description("Its name, cut to 200 characters.") String name,
      @NonNull @Description("Its type as DuckDB names it, such as DOUBLE.") String type) {}

  @Description("A statement to try.")
  public record PreviewTransform(
      @Id @NonNull @Description("The project that its job is of.") String projectId,
      @NonNull
          @Description(
              "One SELECT in DuckDB's SQL, at most 32,768 characters; it reads the inputs and nothing else.")
          String sql,
      @NonNull @Description("What it reads: 1 to 20, each name once.")
          List<TransformSource> inputs) {}
}
