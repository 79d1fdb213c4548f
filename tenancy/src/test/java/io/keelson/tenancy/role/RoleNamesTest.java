package io.keelson.tenancy.role;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "OWNER",
        "Owner",
        "0wner",
        "Ówner",
        "Ow\u200bner",
        "O w n e r",
        "Ｏｗｎｅｒ",
        "Adm1n",
        "Adrnin",
        "BiIIing",
        "\u041ewner",
        "Own\u0435r",
        "\u0391dmin",
        "\ua4f3\ua4ea\ua4e0\ua4f0\ua4e3",
        "\ua4ee\ua4d3\ua4df\ua4f2\ua4e0",
        "\ua4f0\ua4e0\ua4d6\ua4f2\ua4e0\ua4f0\ua4f0\ua4e3",
        "\ua4d0\ua4f2\ua4e1\ua4e1\ua4f2\ua4e0\ua4d6",
        "\u13d9\u13a5\u13ac\u13b3\u13ac\u13a1",
        "\uaba9\uab75\uab7c\uab83\uab7c\uab71",
        "\u0475\u0456\u0435\u051d\u0435\u0433",
        "\u043e\u051d\u0578\u0435\u0433",
        "\u1d0f\u1d21\u0274\u1d07\u0280",
        "\u1d00\u1d05\u1d0d\u026a\u0274",
        "\u0299\u026a\u029f\u029f\u026a\u0274\u0262"
      })
  void whatLooksLikeABuiltInRoleIsNoName(String name) {
    assertThatThrownBy(() -> RoleNames.require(name))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Owners of data",
        "Admin (read only)",
        "Редактор",
        "Αναγνώστης",
        "ᏣᎳᎩ",
        "ꓡꓲ ꓢꓴ",
        "データ engineer",
        "Ingénieure",
        "Reviewer 2"
      })
  void otherNamesAreFreeInEveryScript(String name) {
    assertThatCode(() -> RoleNames.require(name)).doesNotThrowAnyException();
  }
}
