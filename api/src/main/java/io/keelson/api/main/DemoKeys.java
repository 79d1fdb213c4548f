package io.keelson.api.main;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.object.KeyFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The API keys of the demo, made once for an installation and kept among its secrets; made anew
 * only when one was revoked, or its database is another.
 */
@ApplicationScoped
class DemoKeys {
  private final Path folder;
  private final String address;
  private final DemoTenants demo;
  private final AccessDirectory directory;

  DemoKeys(KeelsonConfig config, DemoTenants demo, AccessDirectory directory) {
    this.address = config.host();
    this.folder = config.data().resolve("secrets");
    this.demo = demo;
    this.directory = directory;
  }

  /** The secret of the tenant's demo key of that role. */
  String secret(String slug, Role role) {
    Path file = folder.resolve("demo-key-" + slug + "-" + role.name().toLowerCase(Locale.ROOT));
    String kept = readOrMake(file, slug, role);
    if (counts(kept, slug)) {
      return kept;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return readOrMake(file, slug, role);
  }

  private String readOrMake(Path file, String slug, Role role) {
    byte[] secret =
        KeyFile.readOrCreate(
            file, () -> demo.newKey(slug, role).getBytes(StandardCharsets.US_ASCII));
    return new String(secret, StandardCharsets.US_ASCII);
  }

  private boolean counts(String secret, String slug) {
    return directory
        .byApiKey(secret, address)
        .filter(holder -> holder.tenantSlug().equals(slug))
        .isPresent();
  }
}
