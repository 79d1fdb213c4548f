package io.keelson.tenancy.object;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** The key that wraps the tenants' keys: a Tink AES-256-GCM keyset in a file. */
final class MasterKey {

  private MasterKey() {}

  /**
   * @throws IllegalStateException when the file is open to others or holds no keyset
   */
  static Aead open(Path file) {
    try {
      AeadConfig.register();
      byte[] keyset = KeyFile.readOrCreate(file, MasterKey::fresh);
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
      return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the file " + file + " holds no master key", e);
    }
  }

  private static byte[] fresh() {
    try {
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      return TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
