package io.keelson.compute.local;

import io.keelson.compute.provider.Outputs;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Looks through what a job has left. The job is hostile: nothing but regular files of its own
 * account with a single name is taken, no link is followed, and there is a bound on how much is
 * looked at. None is taken where one of its own cannot be read: asked again, it cannot be either.
 */
final class OutputFiles extends SimpleFileVisitor<Path> {
  private static final int MAX_ENTRIES = 20_000;
  private static final int MAX_REMARKS = 20;
  private final Path outputs;
  private final long uid;
  private final int maxFiles;
  private final long maxBytes;
  private final List<Outputs.File> files = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private String refusal;
  private int entries;
  private long bytes;

  private OutputFiles(Path outputs, long uid, int maxFiles, long maxBytes) {
    this.outputs = outputs;
    this.uid = uid;
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
  }

  /**
   * @param uid who must own a file, or -1 when that cannot be told
   */
  static Outputs find(Path outputs, long uid, int maxFiles, long maxBytes) {
    if (!Files.isDirectory(outputs, LinkOption.NOFOLLOW_LINKS)) {
      return new Outputs(
          List.of(), List.of("outputs/ is no folder any more: nothing is kept"), null);
    }
    OutputFiles found = new OutputFiles(outputs, uid, maxFiles, maxBytes);
    try {
      Files.walkFileTree(outputs, found);
    } catch (IOException e) {
      throw new UncheckedIOException("the job's outputs cannot be read", e);
    }
    found.files.sort(Comparator.comparing(Outputs.File::path));
    return new Outputs(
        found.refusal == null ? List.copyOf(found.files) : List.of(), found.remarks, found.refusal);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String path = outputs.relativize(file).toString();
    if (++entries > MAX_ENTRIES) {
      return refuse("outputs: more than " + MAX_ENTRIES + " entries");
    }
    String objection = objection(file, path, attributes);
    if (objection != null) {
      if (remarks.size() < MAX_REMARKS) {
        remarks.add("not kept: outputs/" + shown(path) + " (" + objection + ")");
      }
      return FileVisitResult.CONTINUE;
    }
    if (!Files.isReadable(file)) {
      return unreadable(path);
    }
    if (files.size() == maxFiles) {
      return refuse("outputs: more than " + maxFiles + " files");
    }
    bytes += attributes.size();
    if (bytes > maxBytes) {
      return refuse("outputs: more than " + maxBytes + " bytes");
    }
    files.add(new Outputs.File(path, file, attributes.size()));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return ++entries > MAX_ENTRIES
        ? refuse("outputs: more than " + MAX_ENTRIES + " entries")
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    String path = outputs.relativize(file).toString();
    if (failure instanceof AccessDeniedException) {
      return unreadable(path);
    }
    if (remarks.size() < MAX_REMARKS) {
      remarks.add("not kept: outputs/" + path + " (unreadable)");
    }
    return FileVisitResult.CONTINUE;
  }

  private FileVisitResult unreadable(String path) {
    return refuse("outputs: no permission to read outputs/" + shown(path));
  }

  /** A folder that could not be read to its end; what was found in it stays found. */
  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
    return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
  }

  private FileVisitResult refuse(String why) {
    refusal = why;
    return FileVisitResult.TERMINATE;
  }

  private String objection(Path file, String path, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (!attributes.isRegularFile()) {
      return "no regular file";
    }
    Map<String, Object> unix =
        Files.readAttributes(file, "unix:uid,nlink", LinkOption.NOFOLLOW_LINKS);
    if (((Number) unix.get("nlink")).intValue() != 1) {
      return "has several names";
    }
    if (uid >= 0 && ((Number) unix.get("uid")).longValue() != uid) {
      return "not the job's own";
    }
    try {
      Input.path("path", path);
      return null;
    } catch (Invalid e) {
      return "a name that cannot be kept";
    }
  }

  /** A name may hold what would clear a terminal, begin a line or turn the text around. */
  private static String shown(String path) {
    StringBuilder shown = new StringBuilder();
    path.chars().forEach(c -> shown.append(isPlain(c) ? "" + (char) c : "\\u%04x".formatted(c)));
    return shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
