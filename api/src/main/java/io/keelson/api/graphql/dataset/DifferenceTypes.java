package io.keelson.api.graphql.dataset;

import io.keelson.api.catalog.difference.ColumnDifference;
import io.keelson.api.catalog.difference.FileChange;
import io.keelson.api.catalog.difference.FileChangeKind;
import io.keelson.api.catalog.difference.FileChanges;
import io.keelson.api.catalog.difference.TableDifference;
import io.keelson.api.catalog.difference.VersionDifference;
import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.graphql.dataset.DatasetTypes.ColumnProfileType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What changed between versions of a data set, as the API shows it. */
public final class DifferenceTypes {
  private DifferenceTypes() {}

  @Name("VersionDifference")
  @Description("What changed from one version of a data set to another.")
  public record VersionDifferenceType(@Ignore VersionDifference difference) {
    @NonNull
    @Description("The version that it is held against.")
    public DatasetVersionType getFrom() {
      return new DatasetVersionType(difference.from());
    }

    @NonNull
    @Description("What became of its files.")
    public FileChangesType getFiles() {
      return FileChangesType.of(difference.files());
    }
  }

  @Name("FileChanges")
  @Description("What became of files, by their paths.")
  public record FileChangesType(
      @NonNull @Description("How many have the same content under the same path.") Long unchanged,
      @NonNull @Description("How many were not there before, moved ones too.") Long added,
      @NonNull @Description("How many are not there any more.") Long removed,
      @NonNull @Description("How many have other content under the same path.") Long changed,
      @NonNull
          @Description("How many of those added have content that stood under some path before.")
          Long moved,
      @NonNull @Description("Of content that stood under no path before, in bytes.")
          Long addedBytes,
      @NonNull
          @Description(
              "Those that were added, removed or changed, by path: the first, at most 100.")
          List<@NonNull FileChangeType> changes) {
    static FileChangesType of(FileChanges files) {
      return new FileChangesType(
          files.unchanged(),
          files.added(),
          files.removed(),
          files.changed(),
          files.moved(),
          files.addedBytes(),
          files.changes().stream().map(FileChangeType::of).toList());
    }
  }

  @Name("FileChange")
  @Description("A file that is not as it was.")
  public record FileChangeType(
      @NonNull @Description("Its path in the version.") String path,
      @NonNull @Description("What became of it.") FileChangeKind kind) {
    static FileChangeType of(FileChange change) {
      return new FileChangeType(change.path(), change.kind());
    }
  }

  @Name("TableDifference")
  @Description("What became of a table, as its profiles in both versions tell.")
  public record TableDifferenceType(@Ignore TableDifference table) {
    @NonNull
    @Description("What it is called.")
    public String getName() {
      return table.name();
    }

    @NonNull
    @Description("What it was called before: another name where each version has one table alone.")
    public String getNameBefore() {
      return table.nameBefore();
    }

    @NonNull
    @Description("How many rows there are.")
    public Long getRows() {
      return table.rows();
    }

    @NonNull
    @Description("How many rows there were.")
    public Long getRowsBefore() {
      return table.rowsBefore();
    }

    @NonNull
    @Description(
        "Its columns in the order of the file, then those that are not there any more, at most 2,000.")
    public List<@NonNull ColumnDifferenceType> getColumns() {
      return table.columns().stream().map(ColumnDifferenceType::of).toList();
    }
  }

  @Name("ColumnDifference")
  @Description("What became of a column, by its name.")
  public record ColumnDifferenceType(
      @NonNull @Description("As the file names it.") String name,
      @Description("What was in it; null for one that was added.") ColumnProfileType before,
      @Description("What is in it; null for one that was removed.") ColumnProfileType after,
      @Description(
              "The population stability index between both, as it is of drift. Of numbers over the ranges of the profile that spans more, the other's shared out evenly across its edges; of other values over those that both profiles count, which can only make it smaller. Null where the column is not in both, holds another kind of values, or no value is counted by both.")
          Double psi) {
    static ColumnDifferenceType of(ColumnDifference column) {
      return new ColumnDifferenceType(
          column.name(), profile(column.before()), profile(column.after()), column.psi());
    }

    private static ColumnProfileType profile(ColumnProfile column) {
      return column == null ? null : ColumnProfileType.of(column);
    }
  }
}
