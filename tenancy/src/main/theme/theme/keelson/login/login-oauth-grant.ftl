<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout bodyClass="oauth"; section>
<#assign program=client.name?has_content?then(advancedMsg(client.name), client.clientId)>
<#if section = "header">${msg("oauthGrantTitle", program)}
<#elseif section = "form">
<p>${msg("oauthGrantRequest", program)}</p>
<#if (oauth.clientScopesRequested)?has_content>
<ul class="list">
  <#list oauth.clientScopesRequested as scope>
  <li>${advancedMsg(scope.consentScreenText)}<#if scope.parameterizedScopeParameter??>: <b>${scope.parameterizedScopeParameter}</b></#if></li>
  </#list>
</ul>
</#if>
<p>${msg("oauthGrantDoubt")}</p>
<#if client.attributes.policyUri?? || client.attributes.tosUri??>
<p>
  <#if client.attributes.tosUri??><a href="${client.attributes.tosUri}" target="_blank" rel="noopener">${msg("oauthGrantTos")}</a></#if>
  <#if client.attributes.policyUri??><a href="${client.attributes.policyUri}" target="_blank" rel="noopener">${msg("oauthGrantPolicy")}</a></#if>
</p>
</#if>
<form class="form" action="${url.oauthAction}" method="post">
  <input type="hidden" name="code" value="${oauth.code}">
  <@field.button label=msg("doAllow") name="accept" id="kc-login" value="yes"/>
  <@field.button label=msg("doRefuse") name="cancel" id="kc-cancel" value="no" kind="plain"/>
</form>
</#if>
</@layout.registrationLayout>
