package io.keelson.tenancy.object;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server on a temporary folder. */
final class S3ObjectStoreIT extends ObjectStoreContract {
  @TempDir private static Path folder;
  private static BlobStoreContext context;
  private static S3Proxy server;

  @BeforeAll
  static void startServer() throws Exception {
    Properties properties = new Properties();
    properties.setProperty(
        "jclouds.filesystem.basedir", Files.createDirectories(folder.resolve("s3")).toString());
    context =
        ContextBuilder.newBuilder("filesystem-nio2")
            .credentials("access", "secret")
            .overrides(properties)
            .build(BlobStoreContext.class);
    context.getBlobStore().createContainerInLocation(null, "keelson");
    server =
        S3Proxy.builder()
            .blobStore(context.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", "secret")
            .build();
    server.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
    context.close();
  }

  @Override
  ObjectStore open() throws Exception {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    return new S3ObjectStore(
        new S3Settings(endpoint, "us-east-1", "keelson", "access", "secret"),
        folder.resolve("drafts"));
  }
}
