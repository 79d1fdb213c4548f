package io.keelson.tenancy.object;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;

/** The store that the configuration names. */
@ApplicationScoped
class ObjectStoreWiring {

  @Produces
  @ApplicationScoped
  ObjectStore open(ObjectsConfig config) throws IOException {
    return config.s3().isPresent()
        ? new S3ObjectStore(config.s3().get(), config.folder())
        : new FileObjectStore(config.folder());
  }

  void close(@Disposes ObjectStore store) {
    store.close();
  }
}
