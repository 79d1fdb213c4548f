package io.keelson.api.watch;

import io.keelson.compute.job.JobInput;
import io.keelson.serving.watch.profile.Reference;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reads the training profile that lies beside a model. */
@ApplicationScoped
public class ProfileFiles {
  private static final Logger LOG = Logger.getLogger(ProfileFiles.class);
  private final TenantObjects objects;

  ProfileFiles(TenantObjects objects) {
    this.objects = objects;
  }

  /**
   * Never fails: what serves does so without a profile, too. Reads from the object store, so no
   * transaction should be open.
   *
   * @param files of the model, with paths from its folder
   * @return the profile, or why there is none
   */
  public Reference read(UUID tenantId, List<JobInput> files) {
    Optional<JobInput> file =
        files.stream().filter(one -> one.path().equals(ReferenceProfile.FILE)).findFirst();
    if (file.isEmpty()) {
      return Reference.none("there is no " + ReferenceProfile.FILE + " beside the model");
    }
    if (file.get().sizeBytes() > ReferenceProfile.MAX_FILE_BYTES) {
      return Reference.none(
          "%s has %d bytes (expected: at most %d)"
              .formatted(
                  ReferenceProfile.FILE, file.get().sizeBytes(), ReferenceProfile.MAX_FILE_BYTES));
    }
    try (InputStream content = objects.open(tenantId, file.get().digest())) {
      byte[] bytes = content.readNBytes(ReferenceProfile.MAX_FILE_BYTES);
      return References.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      LOG.warnf("a training profile of tenant %s cannot be read: %s", tenantId, e);
      return Reference.none(ReferenceProfile.FILE + " could not be read");
    }
  }
}
