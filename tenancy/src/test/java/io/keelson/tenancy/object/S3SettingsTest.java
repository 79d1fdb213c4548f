package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
  private static S3Settings of(String url) {
    return S3Settings.of(URI.create(url), "objects");
  }

  @Test
  void anAccountAndABucketStandInTheUrl() {
    assertThat(of("https://AKIA:s3%2Fcr3t%2B@store.example:9000/keelson?region=eu-central-1"))
        .isEqualTo(
            new S3Settings(
                URI.create("https://store.example:9000"),
                "eu-central-1",
                "keelson",
                "AKIA",
                "s3/cr3t+"));
    assertThat(of("https://a:b@store.example/keelson").region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://store.example/keelson",
        "https://AKIA:s3cr3t@store.example",
        "https://AKIA:s3cr3t@store.example/one/two",
        "https://AKIA:s3cr3t@store.example/keelson?zone=a",
        "keelson",
      })
  void anotherUrlIsRefusedByName(String url) {
    assertThatThrownBy(() -> of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("objects: ")
        .hasMessageNotContaining("s3cr3t");
  }
}
