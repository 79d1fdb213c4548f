<#-- What the pages of sign-in share. -->
<#macro signUp>
<#if realm.password && realm.registrationAllowed && !registrationDisabled??>
<p id="kc-registration">${msg("noAccount")} <a href="${url.registrationUrl}">${msg("doRegister")}</a></p>
</#if>
</#macro>

<#macro forgottenPassword>
<#if realm.resetPasswordAllowed><p><a href="${url.loginResetCredentialsUrl}">${msg("doForgotPassword")}</a></p></#if>
</#macro>

<#macro providers>
<#if realm.password && social?? && (social.providers)?has_content>
<div id="kc-social-providers" class="aside">
  <h2>${msg("identity-provider-login-label")}</h2>
  <ul class="choices">
    <#list social.providers as provider>
    <li><a id="social-${provider.alias}" class="button plain wide" href="${provider.loginUrl}">${provider.displayName!}</a></li>
    </#list>
  </ul>
</div>
</#if>
</#macro>

<#-- Empty but in the platform's own identity provider with the demo's people: see theme.properties. -->
<#macro demo>
<#if properties.demoPeople?has_content>
<section class="note demo" aria-labelledby="demo-title">
  <h2 id="demo-title">${msg("demoTitle")}</h2>
  <p>${msg("demoPeople")} <#list properties.demoPeople?split(" ") as person><code>${person}</code><#sep>, </#list>.</p>
  <#if properties.demoPasswordFile?has_content><p>${msg("demoPassword")} <code class="path">${properties.demoPasswordFile}</code></p></#if>
</section>
</#if>
</#macro>
