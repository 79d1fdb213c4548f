<#-- A page before the console: the mark, and one thing to read or do. It stands in the place of the parent's. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<#assign heading><#nested "header"></#assign>
<#assign headingText=heading?markup_string?replace("<[^>]*>", "", "r")?trim>
<#assign failed=message?has_content && message.type = "error">
<#assign told=displayMessage && message?has_content && (message.type != "warning" || !isAppInitiatedAction??)>
<!DOCTYPE html>
<html lang="${lang!'en'}"<#if realm.internationalizationEnabled> dir="${(locale.rtl)?then('rtl', 'ltr')}"</#if>>
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex, nofollow">
  <title><#if failed>${msg("titleOfFault")} </#if><#if headingText?has_content>${headingText?no_esc} · </#if>Keelson</title>
  <link rel="icon" href="${url.resourcesPath}/img/mark.svg?v=${properties.version}" type="image/svg+xml">
  <#list ["scale", "colour", "fonts", "page"] as sheet>
  <link rel="stylesheet" href="${url.resourcesPath}/css/${sheet}.css?v=${properties.version}">
  </#list>
  <#-- Pages of the parent that speak with a security key import this module. -->
  <script type="importmap">{ "imports": { "rfc4648": "${url.resourcesCommonPath}/vendor/rfc4648/rfc4648.js" } }</script>
  <script type="module" src="${url.resourcesPath}/js/page.js?v=${properties.version}"></script>
  <#list scripts![] as script>
  <script src="${script}"></script>
  </#list>
</head>
<body data-page-id="login-${pageId}" data-session-url="${url.ssoLoginInOtherTabsUrl}"<#if authenticationSession??> data-session="${authenticationSession.authSessionIdHash}"</#if>>
<main class="page">
  <div class="card ${bodyClass}">
    <img class="mark" src="${url.resourcesPath}/img/mark.svg?v=${properties.version}" alt="" width="40" height="40">
    <#if headingText?has_content><h1 id="kc-page-title">${heading}</h1></#if>
    <#if auth?has_content && auth.showUsername() && !auth.showResetCredentials()>
    <#nested "show-username">
    <p class="person"><span id="kc-attempted-username">${auth.attemptedUsername}</span>
      <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("restartLoginTooltip")}</a></p>
    </#if>
    <#if told>
    <div class="note ${message.type}" role="${failed?then('alert', 'status')}">${kcSanitize(message.summary)?no_esc}</div>
    <#elseif failed && !["error", "info"]?seq_contains(pageId)>
    <#-- The field shows it; whoever hears the page is told at once. -->
    <p class="sr" role="alert">${kcSanitize(message.summary)?no_esc}</p>
    </#if>
    <#nested "form">
    <#if auth?has_content && auth.showTryAnotherWayLink()>
    <form id="kc-select-try-another-way-form" action="${url.loginAction}" method="post">
      <input type="hidden" name="tryAnotherWay" value="on">
      <button type="submit" id="try-another-way" class="link">${msg("doTryAnotherWay")}</button>
    </form>
    </#if>
    <#if switchOrganizationEnabled?? && switchOrganizationEnabled>
    <form id="kc-switch-organization-form" action="${url.loginAction}" method="post">
      <input type="hidden" name="switchOrganization" value="true">
      <button type="submit" id="switch-organization" class="link">${msg("doSwitchOrganization")}</button>
    </form>
    </#if>
    <#nested "socialProviders">
    <#if displayInfo><div id="kc-info" class="aside"><#nested "info"></div></#if>
    <#if realm.internationalizationEnabled && locale.supported?size gt 1>
    <nav class="languages" aria-label="${msg("languages")}">
      <#list locale.supported as language><a href="${language.url}" lang="${language.languageTag}">${language.label}</a> </#list>
    </nav>
    </#if>
  </div>
</main>
</body>
</html>
</#macro>
