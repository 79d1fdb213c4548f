package io.keelson.djlworker;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Settings of the libraries that must stand before their classes load: nothing is fetched or
 * reported to anyone, what is written goes below the temporary folder, and buffers stay small.
 */
public final class Surroundings {
  private Surroundings() {}

  public static void settle() {
    String temporary = System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"));
    System.setProperty("java.io.tmpdir", temporary);
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_CACHE_DIR", Path.of(temporary, "djl").toString());
    System.setProperty("ENGINE_CACHE_DIR", Path.of(temporary, "djl").toString());
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.out");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    // They warn of what is so by design: no CUDA, no TCP option on a Unix socket, no network.
    System.setProperty("org.slf4j.simpleLogger.log.ai.djl.onnxruntime.engine.OrtEngine", "error");
    System.setProperty("org.slf4j.simpleLogger.log.io.netty.bootstrap.ServerBootstrap", "error");
    System.setProperty("org.slf4j.simpleLogger.log.io.netty.util.internal.MacAddressUtil", "error");
    System.setProperty("io.netty.allocator.numHeapArenas", "0");
    System.setProperty("io.netty.allocator.numDirectArenas", "1");
    System.setProperty("io.netty.allocator.maxOrder", "6");
    useNativeLibrariesBesideTheJars();
  }

  /**
   * Mapped from there, ONNX Runtime's library is shared by all replicas; unpacked, each would hold
   * 20 MB of its own.
   */
  private static void useNativeLibrariesBesideTheJars() {
    try {
      Path own =
          Path.of(Surroundings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = own.toAbsolutePath().getParent();
      if (folder != null && Files.isRegularFile(folder.resolve("libonnxruntime.so"))) {
        System.setProperty("onnxruntime.native.path", folder.toString());
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // not started from a jar: the library unpacks itself
    }
  }
}
