package io.keelson.tenancy.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key with a certificate that it has signed itself, in a PKCS #12 file that serves as the key
 * store of a server and as the trust store of those who believe it.
 */
public record TestKeyStore(Path file) {
  public static final String PASSWORD = "changeit";
  private static final String ALIAS = "server";

  /**
   * @param file to be made
   * @param subject whom it is for, such as {@code ip:127.0.0.1}
   */
  public static TestKeyStore make(Path file, String subject) {
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  ALIAS,
                  "-keyalg",
                  "EC",
                  "-validity",
                  "2",
                  "-dname",
                  "CN=" + file.getFileName(),
                  "-ext",
                  "san=" + subject,
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes());
      if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
      return new TestKeyStore(file);
    } catch (IOException e) {
      throw new IllegalStateException("no key can be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The certificate alone, as a PEM file beside the store. */
  public Path certificate() {
    try {
      String encoded =
          Base64.getMimeEncoder().encodeToString(load().getCertificate(ALIAS).getEncoded());
      return Files.writeString(
          file.resolveSibling(file.getFileName() + ".pem"),
          "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** Of a server that shows its certificate. */
  SSLContext ofServer() throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(load(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
