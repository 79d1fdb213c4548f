package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelson.compute.provider.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job has closed to its own account, which is ours where the platform is not root's. */
final class OutputFilesTest {
  private static final Set<PosixFilePermission> NONE = Set.of();
  private static final int OUR_OWN_ACCOUNT = -1;

  @TempDir Path temp;
  private JobFolder folder;

  @BeforeEach
  void make() throws IOException {
    folder = JobFolder.of(Files.createDirectory(temp.resolve("j")), UUID.randomUUID());
    folder.create(OUR_OWN_ACCOUNT);
  }

  private Outputs find() {
    return OutputFiles.find(folder.outputs(), OUR_OWN_ACCOUNT, 10, 1_000);
  }

  /** As {@code chmod -R 000 outputs} of the job leaves it. */
  private Path closed() throws IOException {
    Path inside = Files.createDirectory(folder.outputs().resolve("inside"));
    Path file = Files.writeString(inside.resolve("file"), "x");
    for (Path path : new Path[] {file, inside, folder.outputs(), folder.job()}) {
      Files.setPosixFilePermissions(path, NONE);
    }
    return file;
  }

  @Test
  void whatAJobHasClosedToItselfIsKeptAndRemoved() throws IOException {
    Path file = closed();

    folder.reopen();
    Outputs found = find();

    assertThat(found.refusal()).isNull();
    assertThat(found.files()).extracting(Outputs.File::path).containsExactly("inside/file");
    assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OWNER_READ);
    folder.delete();
    assertThat(folder.exists()).isFalse();
  }

  @Test
  void whatItsLinksLeadToIsLeftAsItIs() throws IOException {
    Path precious = Files.createDirectory(temp.resolve("precious"));
    Path file = Files.writeString(precious.resolve("file"), "x");
    Files.setPosixFilePermissions(file, NONE);
    Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("--x------"));
    Files.createSymbolicLink(folder.outputs().resolve("folder"), precious);
    Files.createSymbolicLink(folder.outputs().resolve("file"), file);

    folder.reopen();

    assertThat(Files.getPosixFilePermissions(precious)).hasSize(1);
    assertThat(Files.getPosixFilePermissions(file)).isEmpty();
  }

  @Test
  void aLinkInThePlaceOfItsFolderIsNotFollowedEither() throws IOException {
    Path precious = Files.createDirectory(temp.resolve("precious"));
    Files.setPosixFilePermissions(precious, NONE);
    JobFolder other = JobFolder.of(temp.resolve("j"), UUID.randomUUID());
    Files.createDirectory(other.root());
    Files.createSymbolicLink(other.job(), precious);

    other.reopen();

    assertThat(Files.getPosixFilePermissions(precious)).isEmpty();
  }

  @Test
  void aNameThatCannotBePrintedIsShownInOneLine() throws IOException {
    Files.writeString(folder.outputs().resolve("new\nline\u001b[2J\\"), "x");

    assertThat(find().remarks())
        .containsExactly(
            "not kept: outputs/new\\u000aline\\u001b[2J\\ (a name that cannot be kept)");
  }

  @Test
  void noneIsKeptWhereOneCannotBeRead() throws IOException {
    assumeThat(IsolationProbe.isRoot()).as("root reads everything").isFalse();
    Files.writeString(folder.outputs().resolve("open"), "x");
    Path file = Files.writeString(folder.outputs().resolve("closed"), "x");
    Files.setPosixFilePermissions(file, NONE);
    assertThat(find().refusal()).isEqualTo("outputs: no permission to read outputs/closed");

    Files.setPosixFilePermissions(folder.outputs(), NONE);
    assertThat(find().refusal()).startsWith("outputs: no permission to read outputs/");
    assertThat(find().files()).isEmpty();
  }
}
