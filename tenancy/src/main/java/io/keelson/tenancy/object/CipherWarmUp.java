package io.keelson.tenancy.object;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Has the cipher compiled when bytes are first stored or read. HotSpot counts calls, and with
 * segments of 1 MiB a call is so much work that a process would encrypt its first half GiB by the
 * interpreter, at 60 MiB/s instead of some thousand. Many small segments reach the same code in
 * half a second of one core, beside the first upload.
 */
final class CipherWarmUp {
  private static final Logger LOG = Logger.getLogger(CipherWarmUp.class);
  private static final int SEGMENT_BYTES = 1_024;
  private static final int ROUND_BYTES = 1 << 20;
  private static final int ROUNDS = 80;
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private CipherWarmUp() {}

  /** Begins it in the background, once in a process. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("cipher-warm-up").start(CipherWarmUp::run);
    }
  }

  private static void run() {
    try {
      AesGcmHkdfStreamingParameters parameters =
          AesGcmHkdfStreamingParameters.builder()
              .setKeySizeBytes(32)
              .setDerivedAesGcmKeySizeBytes(32)
              .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
              .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
              .build();
      StreamingAead aead =
          KeysetHandle.generateNew(parameters)
              .getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
      byte[] plaintext = new byte[ROUND_BYTES];
      for (int round = 0; round < ROUNDS; round++) {
        roundTrip(aead, plaintext);
      }
    } catch (GeneralSecurityException | IOException e) {
      LOG.warnf("the first bytes will be slow: %s", e.getMessage());
    }
  }

  private static void roundTrip(StreamingAead aead, byte[] plaintext)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream(ROUND_BYTES + ROUND_BYTES / 8);
    try (OutputStream encrypting = aead.newEncryptingStream(ciphertext, new byte[0])) {
      encrypting.write(plaintext);
    }
    try (InputStream decrypting =
        aead.newDecryptingStream(new ByteArrayInputStream(ciphertext.toByteArray()), new byte[0])) {
      decrypting.readNBytes(plaintext, 0, plaintext.length);
    }
  }
}
