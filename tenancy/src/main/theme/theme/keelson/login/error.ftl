<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
<#if section = "header">${kcSanitize(msg("errorTitle"))?no_esc}
<#elseif section = "form">
<div id="kc-error-message">
  <p class="instruction" role="alert">${kcSanitize(message.summary)?no_esc}</p>
  <#if traceId??><p id="traceId">${msg("traceIdSupportMessage", traceId)}</p></#if>
</div>
<#if !skipLink?? && client?? && client.baseUrl?has_content>
<a id="backToApplication" class="button primary wide" href="${client.baseUrl}">${msg("backToApplication")}</a>
</#if>
</#if>
</@layout.registrationLayout>
