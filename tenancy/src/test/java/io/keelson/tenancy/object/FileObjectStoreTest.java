package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir private Path folder;

  @Override
  ObjectStore open() throws IOException {
    return new FileObjectStore(folder.resolve("store"));
  }
}
