package io.keelson.bench.gateway;

import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The baseline: one worker that passes gRPC on over kept-alive connections to the same socket. */
final class Nginx {
  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      worker_processes 1;
      pid %1$s/nginx.pid;
      error_log %1$s/nginx-error.log;
      events { worker_connections 8192; }
      http {
        access_log off;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        keepalive_requests 1000000000;
        upstream backend {
          server unix:%3$s;
          keepalive 1024;
          keepalive_requests 1000000000;
        }
        server {
          listen 127.0.0.1:%2$d http2;
          http2_max_concurrent_streams 1024;
          location / { grpc_pass grpc://backend; }
        }
      }
      """;

  private Nginx() {}

  static Child start(Path folder, int core, int port, Path backendSocket) throws IOException {
    String nginx = Tool.find("nginx", "nginx-light");
    String taskset = Tool.find("taskset", "util-linux");
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, CONFIGURATION.formatted(folder, port, backendSocket));
    return Child.start(
        folder.resolve("nginx.log"),
        List.of(taskset, "-c", "" + core, nginx, "-p", folder.toString(), "-c", file.toString()));
  }
}
