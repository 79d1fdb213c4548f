<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
<#if section = "header"><#if messageHeader??>${kcSanitize(msg("${messageHeader}"))?no_esc}<#elseif requiredActions??>${msg("infoTitle")}<#else>${message.summary}</#if>
<#elseif section = "form">
<#-- Without a heading of its own the message is the heading. -->
<#if messageHeader?? || requiredActions??>
<p class="instruction">${message.summary}<#if requiredActions??>: <b><#list requiredActions as action>${kcSanitize(msg("requiredAction.${action}"))?no_esc}<#sep>, </#list></b></#if></p>
</#if>
<#if !skipLink??>
<#if pageRedirectUri?has_content><a class="button primary wide" href="${pageRedirectUri}">${msg("backToApplication")}</a>
<#elseif actionUri?has_content><a class="button primary wide" href="${actionUri}">${msg("proceedWithAction")}</a>
<#elseif (client.baseUrl)?has_content><a class="button primary wide" href="${client.baseUrl}">${msg("backToApplication")}</a>
</#if>
</#if>
</#if>
</@layout.registrationLayout>
