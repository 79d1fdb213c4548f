package io.keelson.tenancy.object;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  /**
   * 32 bytes for another purpose than wrapping keys; the same in every process with this key.
   *
   * @throws IllegalStateException when the file is open to others
   */
  static byte[] derived(Path file, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KeyFile.readOrCreate(file, MasterKey::fresh), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] fresh() {
    try {
      AeadConfig.register();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      return TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
