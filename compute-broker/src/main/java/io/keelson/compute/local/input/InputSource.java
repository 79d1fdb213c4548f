package io.keelson.compute.local.input;

import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Where the bytes of inputs come from: each tenant's own objects. */
public interface InputSource {
  /**
   * How large it is.
   *
   * @throws NotFound when this tenant has no such object
   */
  long sizeBytes(UUID tenantId, String digest);

  /** All its bytes. */
  InputStream open(UUID tenantId, String digest) throws IOException;

  /**
   * The platform's objects.
   *
   * @param room asked before each is fetched, with its size in bytes; throws where there is none
   */
  static InputSource of(TenantObjects objects, LongConsumer room) {
    return new InputSource() {
      @Override
      public long sizeBytes(UUID tenantId, String digest) {
        return objects
            .find(tenantId, digest)
            .map(ObjectRef::sizeBytes)
            .orElseThrow(() -> new NotFound("object"));
      }

      @Override
      public InputStream open(UUID tenantId, String digest) {
        room.accept(sizeBytes(tenantId, digest));
        return objects.open(tenantId, digest);
      }
    };
  }
}
