package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Tables of data set versions as the API shows them. */
public final class TableTypes {
  private TableTypes() {}

  @Name("TableProfile")
  @Description(
      "A table of a data set version: a file, or files whose paths differ only in numbers and the like.")
  public record TableProfileType(@Ignore TableProfile table) {
    @NonNull
    @Description("The path of its file, or the pattern of its files' paths, with stars.")
    public String getName() {
      return table.name();
    }

    @NonNull
    @Description("How many files it has.")
    public Integer getFiles() {
      return table.files();
    }

    @NonNull
    @Description("How large its files are together, in bytes.")
    public Long getSizeBytes() {
      return table.sizeBytes();
    }

    @NonNull
    @Description("Whether it has a profile, and what stood in the way.")
    public TableStatus getStatus() {
      return table.status();
    }

    @Description("Why it has no profile; null while PENDING and once PROFILED.")
    public String getReason() {
      return table.reason();
    }

    @Description("How many rows there are; null unless PROFILED.")
    public Long getRows() {
      return table.rows();
    }

    @Description("When it was looked at; null while PENDING.")
    public OffsetDateTime getComputedAt() {
      return table.computedAt();
    }
  }

  @Name("TableProfileEdge")
  @Description("A table in a page.")
  public record TableProfileEdge(
      @NonNull @Description("The table.") TableProfileType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("TableProfileConnection")
  @Description("A page of tables.")
  public record TableProfileConnection(
      @NonNull @Description("The tables with their cursors.") List<@NonNull TableProfileEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static TableProfileConnection of(Page<TableProfile> page) {
      return new TableProfileConnection(
          page.edges((table, cursor) -> new TableProfileEdge(new TableProfileType(table), cursor)),
          page.info());
    }
  }
}
