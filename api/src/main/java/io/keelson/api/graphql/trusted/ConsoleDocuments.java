package io.keelson.api.graphql.trusted;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The operations that the console of this release sends, by their digest. The console's build
 * writes them, after it has validated them against the schema; they are read once. Each is parsed
 * when it is first sent, and then kept as any other document.
 */
@Singleton
class ConsoleDocuments {
  static final String RESOURCE = "META-INF/keelson/console-documents.json";
  private static final Logger LOG = Logger.getLogger(ConsoleDocuments.class);
  private final Map<String, String> textById;

  ConsoleDocuments() {
    this(packaged());
  }

  /**
   * @throws IllegalStateException for a text under an id that is not its own
   */
  ConsoleDocuments(Map<String, String> textById) {
    textById.forEach(
        (id, text) -> {
          if (!DocumentDigest.of(text).equals(id)) {
            throw new IllegalStateException(
                RESOURCE + ": " + id + " (expected: the digest of its text)");
          }
        });
    this.textById = Map.copyOf(textById);
  }

  /** Empty where the console was left out of the build: nothing is trusted then. */
  private static Map<String, String> packaged() {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        LOG.warnf(
            "%s is missing: the console was not built, and none of its operations is trusted",
            RESOURCE);
        return Map.of();
      }
      return new ObjectMapper().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }

  Optional<String> text(String id) {
    return Optional.ofNullable(textById.get(id));
  }

  boolean isEmpty() {
    return textById.isEmpty();
  }

  boolean has(String id) {
    return textById.containsKey(id);
  }
}
