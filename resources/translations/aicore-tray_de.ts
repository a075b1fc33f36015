<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>About</name>
  <message>
   <source>A newer version is told of here and in the tray.</source>
   <translation>Eine neuere Version wird hier und in der Leiste gemeldet.</translation>
  </message>
  <message>
   <source>About AI Core Tray</source>
   <translation>Über AI Core Tray</translation>
  </message>
  <message>
   <source>An administrator has switched off looking for new versions.</source>
   <translation>Administratoren haben die Suche nach neuen Versionen abgeschaltet.</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Help…</source>
   <translation>Hilfe…</translation>
  </message>
  <message>
   <source>Licences…</source>
   <translation>Lizenzen…</translation>
  </message>
  <message>
   <source>New versions are not looked for.</source>
   <translation>Nach neuen Versionen wird nicht gesehen.</translation>
  </message>
  <message>
   <source>No telemetry: nothing about you or your use is sent to anybody.</source>
   <translation>Keine Telemetrie: Nichts über Sie oder Ihre Nutzung wird irgendwem gesendet.</translation>
  </message>
  <message>
   <source>Open its page…</source>
   <translation>Deren Seite öffnen…</translation>
  </message>
  <message>
   <source>Version {version}</source>
   <translation>Version {version}</translation>
  </message>
  <message>
   <source>Version {version} is available.</source>
   <translation>Version {version} ist verfügbar.</translation>
  </message>
  <message>
   <source>Your company's models on SAP AI Core, for every tool on this computer.</source>
   <translation>Die Modelle Ihres Unternehmens auf SAP AI Core, für jedes Werkzeug auf diesem Computer.</translation>
  </message>
 </context>
 <context>
  <name>AccountsPage</name>
  <message>
   <source>1 service key</source>
   <translation>1 Service-Key</translation>
  </message>
  <message>
   <source>AI API</source>
   <translation>AI API</translation>
  </message>
  <message>
   <source>Add service key…</source>
   <translation>Service-Key hinzufügen…</translation>
  </message>
  <message>
   <source>An account serves at least one resource group.</source>
   <translation>Ein Konto bedient mindestens eine Ressourcengruppe.</translation>
  </message>
  <message>
   <source>Came</source>
   <translation>Herkunft</translation>
  </message>
  <message>
   <source>Choose file…</source>
   <translation>Datei wählen…</translation>
  </message>
  <message>
   <source>Deployments</source>
   <translation>Deployments</translation>
  </message>
  <message>
   <source>Drop a service key anywhere in this window to add it</source>
   <translation>Zum Hinzufügen einen Service-Key irgendwo in diesem Fenster ablegen</translation>
  </message>
  <message>
   <source>Drop your service key here</source>
   <translation>Service-Key hier ablegen</translation>
  </message>
  <message>
   <source>Last test</source>
   <translation>Letzter Test</translation>
  </message>
  <message>
   <source>Region</source>
   <translation>Region</translation>
  </message>
  <message>
   <source>Remove…</source>
   <translation>Entfernen…</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Replace key…</source>
   <translation>Key ersetzen…</translation>
  </message>
  <message>
   <source>Resource group</source>
   <translation>Ressourcengruppe</translation>
  </message>
  <message>
   <source>Serve this account</source>
   <translation>Dieses Konto verwenden</translation>
  </message>
  <message>
   <source>Signs in with</source>
   <translation>Anmeldung mit</translation>
  </message>
  <message>
   <source>Subaccount</source>
   <translation>Subaccount</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Testen</translation>
  </message>
  <message>
   <source>The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else.</source>
   <translation>Die JSON-Datei aus dem BTP-Cockpit, Instanz aicore. Sie wird im Schlüsselbund dieses Computers aufbewahrt, nirgends sonst.</translation>
  </message>
  <message>
   <source>There is no key to test with.</source>
   <translation>Es gibt keinen Service-Key, mit dem getestet werden könnte.</translation>
  </message>
  <message>
   <source>This key may not list the resource groups; add others in the settings file.</source>
   <translation>Dieser Service-Key darf die Ressourcengruppen nicht auflisten; weitere in der Einstellungsdatei hinzufügen.</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>X.509 certificate, valid until {day}</source>
   <translation>X.509-Zertifikat, gültig bis {day}</translation>
  </message>
  <message>
   <source>a secret</source>
   <translation>Secret</translation>
  </message>
  <message>
   <source>from the environment</source>
   <translation>aus der Umgebung</translation>
  </message>
  <message>
   <source>just now</source>
   <translation>gerade eben</translation>
  </message>
  <message>
   <source>none yet</source>
   <translation>noch keines</translation>
  </message>
  <message>
   <source>not tested since the start</source>
   <translation>seit dem Start nicht getestet</translation>
  </message>
  <message>
   <source>nothing deployed</source>
   <translation>nichts bereitgestellt</translation>
  </message>
  <message>
   <source>used for requests</source>
   <translation>wird für Anfragen verwendet</translation>
  </message>
  <message>
   <source>valid for {time}</source>
   <translation>noch {time} gültig</translation>
  </message>
  <message>
   <source>with the demo</source>
   <translation>mit der Demo</translation>
  </message>
  <message>
   <source>{account} is removed.</source>
   <translation>{account} ist entfernt.</translation>
  </message>
  <message>
   <source>{count} service keys</source>
   <translation>{count} Service-Keys</translation>
  </message>
  <message>
   <source>{time} ago</source>
   <translation>vor {time}</translation>
  </message>
  <message>
   <source>{when}, all good</source>
   <translation>{when}, alles in Ordnung</translation>
  </message>
 </context>
 <context>
  <name>AddKeySheet</name>
  <message>
   <source>A new account</source>
   <translation>Ein neues Konto</translation>
  </message>
  <message>
   <source>Add account</source>
   <translation>Konto hinzufügen</translation>
  </message>
  <message>
   <source>Add accounts</source>
   <translation>Konten hinzufügen</translation>
  </message>
  <message>
   <source>Add service key</source>
   <translation>Service-Key hinzufügen</translation>
  </message>
  <message>
   <source>Add without checking</source>
   <translation>Ohne Prüfung hinzufügen</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Give it a name.</source>
   <translation>Einen Namen angeben.</translation>
  </message>
  <message>
   <source>In place of the key of {account}</source>
   <translation>Anstelle des Service-Keys von {account}</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Replace key</source>
   <translation>Service-Key ersetzen</translation>
  </message>
  <message>
   <source>Replace the key of {account}</source>
   <translation>Service-Key von {account} ersetzen</translation>
  </message>
  <message>
   <source>Use it for</source>
   <translation>Verwenden für</translation>
  </message>
  <message>
   <source>What you call it here.</source>
   <translation>So heißt es hier.</translation>
  </message>
  <message>
   <source>signs in with a secret</source>
   <translation>meldet sich mit einem Secret an</translation>
  </message>
  <message>
   <source>signs in with an X.509 certificate until {day}</source>
   <translation>meldet sich mit einem X.509-Zertifikat an, gültig bis {day}</translation>
  </message>
  <message>
   <source>{count} accounts: {names}.</source>
   <translation>{count} Konten: {names}.</translation>
  </message>
 </context>
 <context>
  <name>AddressStep</name>
  <message>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Address of the proxy</source>
   <translation>Adresse des Proxys</translation>
  </message>
  <message>
   <source>Another port</source>
   <translation>Anderer Port</translation>
  </message>
  <message>
   <source>Change it only if another program needs it.</source>
   <translation>Nur ändern, wenn ein anderes Programm ihn braucht.</translation>
  </message>
  <message>
   <source>Copy it now. After this step it cannot be shown again; you can always make another.</source>
   <translation>Jetzt kopieren. Nach diesem Schritt kann er nicht mehr angezeigt werden; ein neuer lässt sich jederzeit anlegen.</translation>
  </message>
  <message>
   <source>It stays in the tray; quit it from there.</source>
   <translation>Die App bleibt im Infobereich; dort lässt sie sich beenden.</translation>
  </message>
  <message>
   <source>Keep running when I close the window</source>
   <translation>Nach dem Schließen des Fensters weiterlaufen</translation>
  </message>
  <message>
   <source>Make an API key</source>
   <translation>API-Schlüssel anlegen</translation>
  </message>
  <message>
   <source>Only this computer can reach it. OpenAI's clients take it with /v1 behind it, Anthropic's and Google's as it is.</source>
   <translation>Nur dieser Computer erreicht sie. Clients von OpenAI nehmen sie mit /v1 am Ende, die von Anthropic und Google so, wie sie ist.</translation>
  </message>
  <message>
   <source>Port</source>
   <translation>Port</translation>
  </message>
  <message>
   <source>Start at login</source>
   <translation>Beim Anmelden starten</translation>
  </message>
  <message>
   <source>Tools show it to the proxy, so that no other program on this computer can use your models.</source>
   <translation>Werkzeuge zeigen ihn dem Proxy, damit kein anderes Programm auf diesem Computer Ihre Modelle nutzen kann.</translation>
  </message>
  <message>
   <source>Your tools find the proxy running when you begin to work.</source>
   <translation>Ihre Werkzeuge finden den Proxy laufend vor, wenn Sie mit der Arbeit beginnen.</translation>
  </message>
 </context>
 <context>
  <name>AnswerView</name>
  <message>
   <source>Answer of {model}</source>
   <translation>Antwort von {model}</translation>
  </message>
 </context>
 <context>
  <name>ApiKeysModel</name>
  <message>
   <source>, opens the administration</source>
   <translation>, öffnet die Verwaltung</translation>
  </message>
  <message>
   <source>Active</source>
   <translation>Aktiv</translation>
  </message>
  <message>
   <source>Expired</source>
   <translation>Abgelaufen</translation>
  </message>
  <message>
   <source>Expires</source>
   <translation>Läuft ab</translation>
  </message>
  <message>
   <source>It comes from the environment, a configuration file or the demo, and is changed there.</source>
   <translation>Er stammt aus der Umgebung, einer Konfigurationsdatei oder der Demo und wird dort geändert.</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <source>Last used</source>
   <translation>Zuletzt benutzt</translation>
  </message>
  <message>
   <source>Limit</source>
   <translation>Grenze</translation>
  </message>
  <message>
   <source>May use</source>
   <translation>Darf nutzen</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Set elsewhere</source>
   <translation>Anderswo gesetzt</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>Gesperrt</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>all models</source>
   <translation>alle Modelle</translation>
  </message>
  <message>
   <source>never</source>
   <translation>nie</translation>
  </message>
  <message>
   <source>{count} models</source>
   <translation>{count} Modelle</translation>
  </message>
  <message>
   <source>{name}, made {day}</source>
   <translation>{name}, angelegt am {day}</translation>
  </message>
 </context>
 <context>
  <name>ApiKeysPage</name>
  <message>
   <source>API keys</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Copy name</source>
   <translation>Namen kopieren</translation>
  </message>
  <message>
   <source>Keys are kept as fingerprints that nobody can read back. Those that Connect made for tools lie in your keyring as well.</source>
   <translation>Schlüssel werden als Fingerabdrücke aufbewahrt, aus denen sie niemand zurücklesen kann. Die von „Verbinden“ für Werkzeuge angelegten liegen auch in Ihrem Schlüsselbund.</translation>
  </message>
  <message>
   <source>Lists the models that the key may use.</source>
   <translation>Listet die Modelle auf, die der Schlüssel nutzen darf.</translation>
  </message>
  <message>
   <source>Make one for each tool, so you can tell them apart.</source>
   <translation>Legen Sie für jedes Werkzeug einen an, dann lassen sie sich unterscheiden.</translation>
  </message>
  <message>
   <source>New key…</source>
   <translation>Neuer Schlüssel…</translation>
  </message>
  <message>
   <source>No API key yet</source>
   <translation>Noch kein API-Schlüssel</translation>
  </message>
  <message>
   <source>Revoke…</source>
   <translation>Widerrufen…</translation>
  </message>
  <message>
   <source>The key of {name} is revoked.</source>
   <translation>Der Schlüssel von {name} ist widerrufen.</translation>
  </message>
  <message>
   <source>This key is set elsewhere and is changed there.</source>
   <translation>Dieser Schlüssel ist anderswo gesetzt und wird dort geändert.</translation>
  </message>
  <message>
   <source>one for each tool</source>
   <translation>einer für jedes Werkzeug</translation>
  </message>
 </context>
 <context>
  <name>App</name>
  <message>
   <source>The diagnostics, without any secret</source>
   <translation>Die Diagnose, ohne Geheimnisse</translation>
  </message>
  <message>
   <source>The setup for {tool}</source>
   <translation>Die Einrichtung für {tool}</translation>
  </message>
 </context>
 <context>
  <name>ApplyPart</name>
  <message>
   <source>Apply again…</source>
   <translation>Erneut anwenden…</translation>
  </message>
  <message>
   <source>Review and apply…</source>
   <translation>Ansehen und anwenden…</translation>
  </message>
  <message>
   <source>Set this where {shell} sets its variables</source>
   <translation>Dort eintragen, wo {shell} seine Variablen setzt</translation>
  </message>
  <message>
   <source>Start it with</source>
   <translation>So wird es gestartet</translation>
  </message>
  <message>
   <source>Undo…</source>
   <translation>Rückgängig…</translation>
  </message>
  <message>
   <source>Writes into {tool}'s own files what it needs, once you have seen it. All else in them stays.</source>
   <translation>Schreibt in die eigenen Dateien von {tool}, was es braucht, nachdem Sie es gesehen haben. Alles andere darin bleibt.</translation>
  </message>
 </context>
 <context>
  <name>AskQuotaSheet</name>
  <message>
   <source>Asked before</source>
   <translation>Frühere Anträge</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Forty developers use Claude Code all day.</source>
   <translation>Vierzig Entwickler nutzen Claude Code den ganzen Tag.</translation>
  </message>
  <message>
   <source>More requests for {model}</source>
   <translation>Mehr Anfragen für {model}</translation>
  </message>
  <message>
   <source>People at SAP read it and decide; that may take days.</source>
   <translation>Menschen bei SAP lesen den Antrag und entscheiden; das kann Tage dauern.</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>Begründung</translation>
  </message>
  <message>
   <source>Requests a minute</source>
   <translation>Anfragen pro Minute</translation>
  </message>
  <message>
   <source>SAP AI Core allows {limit} requests a minute, over all accounts of the tenant.</source>
   <translation>SAP AI Core erlaubt {limit} Anfragen pro Minute, über alle Konten des Tenants.</translation>
  </message>
  <message>
   <source>SAP AI Core does not tell how many requests a minute it allows.</source>
   <translation>SAP AI Core teilt nicht mit, wie viele Anfragen pro Minute erlaubt sind.</translation>
  </message>
  <message>
   <source>Say why you need more.</source>
   <translation>Angeben, warum mehr gebraucht werden.</translation>
  </message>
  <message>
   <source>Send request</source>
   <translation>Antrag senden</translation>
  </message>
  <message>
   <source>{limit} a minute, {day}: {status}</source>
   <translation>{limit} pro Minute, {day}: {status}</translation>
  </message>
 </context>
 <context>
  <name>Attached</name>
  <message>
   <source>A message takes {count} files at most.</source>
   <translation>Eine Nachricht nimmt höchstens {count} Dateien auf.</translation>
  </message>
  <message>
   <source>Attach files</source>
   <translation>Dateien anhängen</translation>
  </message>
  <message>
   <source>Not for this model</source>
   <translation>Nicht für dieses Modell</translation>
  </message>
  <message>
   <source>{model} takes no PDF, and there is one above.</source>
   <translation>{model} nimmt kein PDF an, und weiter oben ist eines.</translation>
  </message>
  <message>
   <source>{model} takes no PDF. Remove it.</source>
   <translation>{model} nimmt kein PDF an. Bitte entfernen.</translation>
  </message>
  <message>
   <source>{model} takes no pictures, and there are some above.</source>
   <translation>{model} nimmt keine Bilder an, und weiter oben sind welche.</translation>
  </message>
  <message>
   <source>{model} takes no pictures. Remove them.</source>
   <translation>{model} nimmt keine Bilder an. Bitte entfernen.</translation>
  </message>
 </context>
 <context>
  <name>Attaching</name>
  <message>
   <source>Picture.jpg</source>
   <translation>Bild.jpg</translation>
  </message>
  <message>
   <source>Picture.png</source>
   <translation>Bild.png</translation>
  </message>
  <message>
   <source>{name} cannot be read: {reason}.</source>
   <translation>{name} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>{name} cannot be sent. A message takes pictures (PNG, JPEG, GIF, WebP), PDF and text.</source>
   <translation>{name} kann nicht gesendet werden. Eine Nachricht nimmt Bilder (PNG, JPEG, GIF, WebP), PDF und Text auf.</translation>
  </message>
  <message>
   <source>{name} is a folder. Add its files.</source>
   <translation>{name} ist ein Ordner. Bitte seine Dateien hinzufügen.</translation>
  </message>
  <message>
   <source>{name} is too large: a PDF may have {limit}.</source>
   <translation>{name} ist zu groß: Ein PDF darf {limit} haben.</translation>
  </message>
  <message>
   <source>{name} is too large: a picture may have {limit}.</source>
   <translation>{name} ist zu groß: Ein Bild darf {limit} haben.</translation>
  </message>
  <message>
   <source>{name} is too large: a text may have {limit}.</source>
   <translation>{name} ist zu groß: Ein Text darf {limit} haben.</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
 </context>
 <context>
  <name>BodyView</name>
  <message>
   <source>Copy: {title}</source>
   <translation>Kopieren: {title}</translation>
  </message>
  <message>
   <source>Show the setting</source>
   <translation>Einstellung zeigen</translation>
  </message>
  <message>
   <source>the first {count} characters of it, {cut} bytes more were not kept; secrets hidden</source>
   <translation>die ersten {count} Zeichen davon, {cut} weitere Bytes wurden nicht aufbewahrt; Geheimnisse verdeckt</translation>
  </message>
  <message>
   <source>{count} characters, secrets hidden</source>
   <translation>{count} Zeichen, Geheimnisse verdeckt</translation>
  </message>
 </context>
 <context>
  <name>BringStep</name>
  <message>
   <source>All files (*)</source>
   <translation>Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Choose a service key</source>
   <translation>Service-Key wählen</translation>
  </message>
  <message>
   <source>Choose file…</source>
   <translation>Datei wählen…</translation>
  </message>
  <message>
   <source>Copy the whole JSON in BTP cockpit first.</source>
   <translation>Zuerst das ganze JSON im BTP-Cockpit kopieren.</translation>
  </message>
  <message>
   <source>Drop your service key here</source>
   <translation>Service-Key hier ablegen</translation>
  </message>
  <message>
   <source>Found on this computer</source>
   <translation>Auf diesem Computer gefunden</translation>
  </message>
  <message>
   <source>Nothing found. Drop the file, or paste it.</source>
   <translation>Nichts gefunden. Die Datei ablegen oder den Text einfügen.</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>Einfügen</translation>
  </message>
  <message>
   <source>Region</source>
   <translation>Region</translation>
  </message>
  <message>
   <source>Service key</source>
   <translation>Service-Key</translation>
  </message>
  <message>
   <source>Service keys (*.json *.txt)</source>
   <translation>Service-Keys (*.json *.txt)</translation>
  </message>
  <message>
   <source>Signs in with</source>
   <translation>Anmeldung mit</translation>
  </message>
  <message>
   <source>Subaccount</source>
   <translation>Subaccount</translation>
  </message>
  <message>
   <source>The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else.</source>
   <translation>Die JSON-Datei aus dem BTP-Cockpit, Instanz aicore. Sie wird im Schlüsselbund dieses Computers aufbewahrt, nirgends sonst.</translation>
  </message>
  <message>
   <source>The built-in sandbox</source>
   <translation>Die eingebaute Sandbox</translation>
  </message>
  <message>
   <source>The clipboard is empty</source>
   <translation>Die Zwischenablage ist leer</translation>
  </message>
  <message>
   <source>Use another…</source>
   <translation>Wechseln…</translation>
  </message>
  <message>
   <source>Use this</source>
   <translation>Diesen verwenden</translation>
  </message>
  <message>
   <source>Use {name}</source>
   <translation>{name} verwenden</translation>
  </message>
  <message>
   <source>X.509 until {day}</source>
   <translation>X.509 bis {day}</translation>
  </message>
  <message>
   <source>a demo tenant, no account needed</source>
   <translation>ein Demo-Tenant, ganz ohne Konto</translation>
  </message>
  <message>
   <source>a secret</source>
   <translation>Secret</translation>
  </message>
  <message>
   <source>nothing leaves it until you choose one</source>
   <translation>nichts verlässt ihn, bevor Sie etwas auswählen</translation>
  </message>
  <message>
   <source>signs in with a secret</source>
   <translation>meldet sich mit einem Secret an</translation>
  </message>
  <message>
   <source>signs in with an X.509 certificate</source>
   <translation>meldet sich mit einem X.509-Zertifikat an</translation>
  </message>
 </context>
 <context>
  <name>Bubble</name>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy message</source>
   <translation>Nachricht kopieren</translation>
  </message>
  <message>
   <source>Edit message</source>
   <translation>Nachricht bearbeiten</translation>
  </message>
  <message>
   <source>Edited</source>
   <translation>Bearbeitet</translation>
  </message>
  <message>
   <source>Show all {count} characters</source>
   <translation>Alle {count} Zeichen zeigen</translation>
  </message>
  <message>
   <source>Stop the answer first.</source>
   <translation>Zuerst die Antwort anhalten.</translation>
  </message>
 </context>
 <context>
  <name>Catalogue</name>
  <message>
   <source>Clear the filter</source>
   <translation>Filter leeren</translation>
  </message>
  <message>
   <source>Deployments</source>
   <translation>Deployments</translation>
  </message>
  <message>
   <source>Deprecated ones too</source>
   <translation>Auch abgekündigte</translation>
  </message>
  <message>
   <source>Filter models</source>
   <translation>Modelle filtern</translation>
  </message>
  <message>
   <source>Filter the catalogue</source>
   <translation>Katalog filtern</translation>
  </message>
  <message>
   <source>Looking for models…</source>
   <translation>Modelle werden gesucht…</translation>
  </message>
  <message>
   <source>Model catalogue</source>
   <translation>Modellkatalog</translation>
  </message>
  <message>
   <source>No catalogue</source>
   <translation>Kein Katalog</translation>
  </message>
  <message>
   <source>No model fits the filter.</source>
   <translation>Kein Modell passt zum Filter.</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>SAP AI Core has not told which models it offers.</source>
   <translation>SAP AI Core hat nicht mitgeteilt, welche Modelle es anbietet.</translation>
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation>Das dauert einige Sekunden.</translation>
  </message>
  <message>
   <source>{count} models, prices in capacity units a million tokens</source>
   <translation>{count} Modelle, Preise in Capacity Units je Million Token</translation>
  </message>
 </context>
 <context>
  <name>ChangeKeySheet</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Choose a model.</source>
   <translation>Ein Modell wählen.</translation>
  </message>
  <message>
   <source>Key of {name}</source>
   <translation>Schlüssel von {name}</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Sichern</translation>
  </message>
  <message>
   <source>The key stays the same. New terms hold from the next request on.</source>
   <translation>Der Schlüssel bleibt derselbe. Neue Bedingungen gelten ab der nächsten Anfrage.</translation>
  </message>
 </context>
 <context>
  <name>ChatPane</name>
  <message>
   <source>Ask your first question</source>
   <translation>Stellen Sie Ihre erste Frage</translation>
  </message>
  <message>
   <source>Conversations are kept on this computer alone.</source>
   <translation>Unterhaltungen bleiben allein auf diesem Computer.</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Explain a window function in SQL with an example</source>
   <translation>Erkläre eine Fensterfunktion in SQL mit einem Beispiel</translation>
  </message>
  <message>
   <source>It is written below. Send it, or write one of your own.</source>
   <translation>Sie steht unten. Senden oder eine eigene schreiben.</translation>
  </message>
  <message>
   <source>Nothing is deployed that could answer.</source>
   <translation>Es ist nichts bereitgestellt, das antworten könnte.</translation>
  </message>
  <message>
   <source>Put the base64 of {files} where their names stand.</source>
   <translation>Das Base64 von {files} dort einsetzen, wo ihre Namen stehen.</translation>
  </message>
  <message>
   <source>Show models</source>
   <translation>Modelle zeigen</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Summarise the release notes that I paste next</source>
   <translation>Fasse die Versionshinweise zusammen, die ich gleich einfüge</translation>
  </message>
  <message>
   <source>The answer is complete.</source>
   <translation>Die Antwort ist vollständig.</translation>
  </message>
  <message>
   <source>The chat needs the proxy of this app, and another one holds its port.</source>
   <translation>Der Chat braucht den Proxy dieser App, und ein anderer belegt dessen Port.</translation>
  </message>
  <message>
   <source>The command is copied. It reads your API key from the variable {name}.</source>
   <translation>Der Befehl ist kopiert. Er liest Ihren API-Schlüssel aus der Variablen {name}.</translation>
  </message>
  <message>
   <source>The proxy is off.</source>
   <translation>Der Proxy ist aus.</translation>
  </message>
  <message>
   <source>The proxy starts.</source>
   <translation>Der Proxy startet.</translation>
  </message>
  <message>
   <source>There is no whole answer: {reason}</source>
   <translation>Es gibt keine ganze Antwort: {reason}</translation>
  </message>
  <message>
   <source>What would you like to know?</source>
   <translation>Was möchten Sie wissen?</translation>
  </message>
  <message>
   <source>Write a Python function that retries with backoff</source>
   <translation>Schreibe eine Python-Funktion, die mit wachsenden Pausen wiederholt</translation>
  </message>
 </context>
 <context>
  <name>ChatView</name>
  <message>
   <source>Conversations are not kept. {reason}</source>
   <translation>Unterhaltungen werden nicht aufbewahrt. {reason}</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Markdown (*.md)</source>
   <translation>Markdown (*.md)</translation>
  </message>
  <message>
   <source>Save the conversation</source>
   <translation>Unterhaltung sichern</translation>
  </message>
  <message>
   <source>Saved as {file}.</source>
   <translation>Gesichert als {file}.</translation>
  </message>
  <message>
   <source>System prompt</source>
   <translation>System-Prompt</translation>
  </message>
  <message>
   <source>The conversation is copied.</source>
   <translation>Die Unterhaltung ist kopiert.</translation>
  </message>
  <message>
   <source>The message was replaced by the edited one.</source>
   <translation>Die Nachricht wurde durch die bearbeitete ersetzt.</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>You</source>
   <translation>Sie</translation>
  </message>
  <message>
   <source>You can chat all the same, for this run of the app alone.</source>
   <translation>Der Chat geht trotzdem, aber nur für diesen Lauf der App.</translation>
  </message>
  <message>
   <source>{count} messages were replaced by the edited one.</source>
   <translation>{count} Nachrichten wurden durch die bearbeitete ersetzt.</translation>
  </message>
  <message>
   <source>“{title}” is deleted.</source>
   <translation>„{title}“ ist gelöscht.</translation>
  </message>
 </context>
 <context>
  <name>ChatWindow</name>
  <message>
   <source>Chat</source>
   <translation>Chat</translation>
  </message>
 </context>
 <context>
  <name>CheckPanel</name>
  <message>
   <source>AI API</source>
   <translation>AI API</translation>
  </message>
  <message>
   <source>Add certificate…</source>
   <translation>Zertifikat hinzufügen…</translation>
  </message>
  <message>
   <source>Check again</source>
   <translation>Erneut prüfen</translation>
  </message>
  <message>
   <source>Checking the connection</source>
   <translation>Prüfung der Verbindung</translation>
  </message>
  <message>
   <source>Copy text for IT</source>
   <translation>IT-Text kopieren</translation>
  </message>
  <message>
   <source>DNS</source>
   <translation>DNS</translation>
  </message>
  <message>
   <source>Deployments</source>
   <translation>Deployments</translation>
  </message>
  <message>
   <source>Hello,

an application on my computer connects to SAP AI Core at {host}. Our network opens this encrypted connection, and the certificate that it shows is not trusted here:

{detail}

Where can I get the root certificate of our network as a .pem or .crt file?

Thank you</source>
   <translation>Hallo,

eine Anwendung auf meinem Computer verbindet sich mit SAP AI Core unter {host}. Unser Netz öffnet diese verschlüsselte Verbindung, und dem Zertifikat, das es zeigt, wird hier nicht vertraut:

{detail}

Wo bekomme ich das Stammzertifikat unseres Netzes als .pem- oder .crt-Datei?

Vielen Dank</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Resource groups</source>
   <translation>Ressourcengruppen</translation>
  </message>
  <message>
   <source>Service key</source>
   <translation>Service-Key</translation>
  </message>
  <message>
   <source>Set proxy…</source>
   <translation>Proxy festlegen…</translation>
  </message>
  <message>
   <source>Sign-in</source>
   <translation>Anmeldung</translation>
  </message>
  <message>
   <source>TLS</source>
   <translation>TLS</translation>
  </message>
  <message>
   <source>Use another key…</source>
   <translation>Anderen Service-Key verwenden…</translation>
  </message>
  <message>
   <source>Use {group}</source>
   <translation>{group} verwenden</translation>
  </message>
  <message>
   <source>answers</source>
   <translation>antwortet</translation>
  </message>
  <message>
   <source>none needed</source>
   <translation>keiner nötig</translation>
  </message>
  <message>
   <source>read by {issuer}; your computer trusts it</source>
   <translation>mitgelesen von {issuer}; vertraut</translation>
  </message>
  <message>
   <source>reading…</source>
   <translation>wird gelesen…</translation>
  </message>
  <message>
   <source>the key is accepted</source>
   <translation>der Service-Key wird angenommen</translation>
  </message>
  <message>
   <source>trusted, issued by {issuer}</source>
   <translation>vertraut, ausgestellt von {issuer}</translation>
  </message>
  <message>
   <source>waits for {step}</source>
   <translation>wartet auf: {step}</translation>
  </message>
  <message>
   <source>{count} found</source>
   <translation>{count} gefunden</translation>
  </message>
 </context>
 <context>
  <name>Chip</name>
  <message>
   <source>PDF · {size}</source>
   <translation>PDF · {size}</translation>
  </message>
  <message>
   <source>Picture · {size}</source>
   <translation>Bild · {size}</translation>
  </message>
  <message>
   <source>Remove {name}</source>
   <translation>{name} entfernen</translation>
  </message>
  <message>
   <source>Text · {size}</source>
   <translation>Text · {size}</translation>
  </message>
  <message>
   <source>{name}, {about}</source>
   <translation>{name}, {about}</translation>
  </message>
 </context>
 <context>
  <name>CodeCard</name>
  <message>
   <source>Code</source>
   <translation>Code</translation>
  </message>
  <message>
   <source>Code, {language}</source>
   <translation>Code, {language}</translation>
  </message>
  <message>
   <source>Copy code</source>
   <translation>Code kopieren</translation>
  </message>
  <message>
   <source>plain</source>
   <translation>Klartext</translation>
  </message>
 </context>
 <context>
  <name>Composer</name>
  <message>
   <source>Attach files</source>
   <translation>Dateien anhängen</translation>
  </message>
  <message>
   <source>Enter sends, Shift+Enter new line</source>
   <translation>Enter sendet, Umschalt+Enter neue Zeile</translation>
  </message>
  <message>
   <source>Esc stops the answer</source>
   <translation>Esc hält die Antwort an</translation>
  </message>
  <message>
   <source>Message</source>
   <translation>Nachricht</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <source>Parameters: {count} set</source>
   <translation>Parameter: {count} gesetzt</translation>
  </message>
  <message>
   <source>Send</source>
   <translation>Senden</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <source>Write a message, drop a file, paste a picture</source>
   <translation>Nachricht schreiben, Datei ablegen, Bild einfügen</translation>
  </message>
  <message>
   <source>Write something first.</source>
   <translation>Zuerst etwas schreiben.</translation>
  </message>
 </context>
 <context>
  <name>ConnectPage</name>
  <message>
   <source>Apps</source>
   <translation>Apps</translation>
  </message>
  <message>
   <source>Choose a tool and copy what it needs</source>
   <translation>Ein Werkzeug wählen und kopieren, was es braucht</translation>
  </message>
  <message>
   <source>Editors</source>
   <translation>Editoren</translation>
  </message>
  <message>
   <source>On this computer</source>
   <translation>Auf diesem Computer</translation>
  </message>
  <message>
   <source>Programs</source>
   <translation>Programme</translation>
  </message>
  <message>
   <source>Shell</source>
   <translation>Shell</translation>
  </message>
  <message>
   <source>Terminals</source>
   <translation>Terminals</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Werkzeuge</translation>
  </message>
  <message numerus="yes">
   <source>Update %n tool(s)…</source>
   <translation>
    <numerusform>%n Werkzeug aktualisieren…</numerusform>
    <numerusform>%n Werkzeuge aktualisieren…</numerusform>
   </translation>
  </message>
  <message>
   <source>Which tools</source>
   <translation>Welche Werkzeuge</translation>
  </message>
  <message>
   <source>{count} of {all} tools talk to the proxy</source>
   <translation>{count} von {all} Werkzeugen sprechen mit dem Proxy</translation>
  </message>
 </context>
 <context>
  <name>ContentsView</name>
  <message numerus="yes">
   <source>%n pages found</source>
   <translation>
    <numerusform>%n Seite gefunden</numerusform>
    <numerusform>%n Seiten gefunden</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing matches.</source>
   <translation>Nichts gefunden.</translation>
  </message>
  <message>
   <source>Pages of Help</source>
   <translation>Seiten der Hilfe</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search Help</source>
   <translation>Hilfe durchsuchen</translation>
  </message>
 </context>
 <context>
  <name>ConversationList</name>
  <message>
   <source>Conversations</source>
   <translation>Unterhaltungen</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>New conversation (Ctrl+N)</source>
   <translation>Neue Unterhaltung (Strg+N)</translation>
  </message>
  <message>
   <source>No conversations yet</source>
   <translation>Noch keine Unterhaltungen</translation>
  </message>
  <message>
   <source>Nothing matches.</source>
   <translation>Nichts gefunden.</translation>
  </message>
  <message>
   <source>Rename…</source>
   <translation>Umbenennen…</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search conversations</source>
   <translation>Unterhaltungen durchsuchen</translation>
  </message>
 </context>
 <context>
  <name>Conversations</name>
  <message>
   <source>Older</source>
   <translation>Älter</translation>
  </message>
  <message>
   <source>This week</source>
   <translation>Diese Woche</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
 </context>
 <context>
  <name>CopyButton</name>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
 </context>
 <context>
  <name>CopyField</name>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Copy {name}</source>
   <translation>{name} kopieren</translation>
  </message>
  <message>
   <source>{name}: {text}</source>
   <translation>{name}: {text}</translation>
  </message>
 </context>
 <context>
  <name>CopyIconButton</name>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
 </context>
 <context>
  <name>Course</name>
  <message>
   <source>first token</source>
   <translation>erstes Token</translation>
  </message>
  <message>
   <source>held back</source>
   <translation>zurückgehalten</translation>
  </message>
  <message>
   <source>no token came</source>
   <translation>kein Token kam</translation>
  </message>
  <message>
   <source>streaming</source>
   <translation>Ausgabe</translation>
  </message>
  <message>
   <source>tried in vain</source>
   <translation>vergeblich versucht</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>wartet</translation>
  </message>
  <message>
   <source>{what} {time}</source>
   <translation>{what} {time}</translation>
  </message>
 </context>
 <context>
  <name>CourseBar</name>
  <message>
   <source>Time: {parts}</source>
   <translation>Zeit: {parts}</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
 </context>
 <context>
  <name>Dashboard</name>
  <message>
   <source>In, from cache</source>
   <translation>Eingabe, Cache</translation>
  </message>
  <message>
   <source>In, new</source>
   <translation>Eingabe, neu</translation>
  </message>
  <message>
   <source>No requests in the last hour</source>
   <translation>Keine Anfragen in der letzten Stunde</translation>
  </message>
  <message>
   <source>No requests in the last {count} days</source>
   <translation>Keine Anfragen in den letzten {count} Tagen</translation>
  </message>
  <message>
   <source>Out</source>
   <translation>Ausgabe</translation>
  </message>
  <message>
   <source>Today, so far</source>
   <translation>Heute, bis jetzt</translation>
  </message>
  <message>
   <source>Tokens a day in the last {count} days: {total} in all, at most {most} on {day}</source>
   <translation>Token pro Tag in den letzten {count} Tagen: {total} insgesamt, höchstens {most} am {day}</translation>
  </message>
  <message>
   <source>Tokens a minute in the last hour: {total} in all, at most {most} at {time}</source>
   <translation>Token pro Minute in der letzten Stunde: {total} insgesamt, höchstens {most} um {time}</translation>
  </message>
  <message>
   <source>cache saved {cost}</source>
   <translation>Cache sparte {cost}</translation>
  </message>
  <message>
   <source>first token after {time}</source>
   <translation>erstes Token nach {time}</translation>
  </message>
  <message>
   <source>no prices known</source>
   <translation>keine Preise bekannt</translation>
  </message>
  <message>
   <source>none running now</source>
   <translation>gerade läuft keine</translation>
  </message>
  <message>
   <source>now</source>
   <translation>jetzt</translation>
  </message>
  <message>
   <source>today</source>
   <translation>heute</translation>
  </message>
  <message>
   <source>{count} a request</source>
   <translation>{count} pro Anfrage</translation>
  </message>
  <message>
   <source>{count} running now</source>
   <translation>{count} laufen gerade</translation>
  </message>
  <message>
   <source>{count} without a price</source>
   <translation>{count} ohne Preis</translation>
  </message>
  <message>
   <source>{errors} of {requests}</source>
   <translation>{errors} von {requests}</translation>
  </message>
  <message>
   <source>{percent} % from cache</source>
   <translation>{percent} % aus dem Cache</translation>
  </message>
  <message>
   <source>{time}, one minute</source>
   <translation>{time}, eine Minute</translation>
  </message>
  <message>
   <source>{time}, so far</source>
   <translation>{time}, bis jetzt</translation>
  </message>
 </context>
 <context>
  <name>DashboardPage</name>
  <message>
   <source>30 days</source>
   <translation>30 Tage</translation>
  </message>
  <message>
   <source>7 days</source>
   <translation>7 Tage</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Add service key…</source>
   <translation>Service-Key hinzufügen…</translation>
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation>Zuerst den Service-Key Ihrer SAP-AI-Core-Instanz einbringen.</translation>
  </message>
  <message>
   <source>By model, tokens</source>
   <translation>Nach Modell, Token</translation>
  </message>
  <message>
   <source>Connect a tool</source>
   <translation>Werkzeug verbinden</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Cost</source>
   <translation>Kosten</translation>
  </message>
  <message>
   <source>Errors</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <source>Group by</source>
   <translation>Gruppieren nach</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <source>Last requests</source>
   <translation>Letzte Anfragen</translation>
  </message>
  <message>
   <source>No requests yet</source>
   <translation>Noch keine Anfragen</translation>
  </message>
  <message>
   <source>Nothing yet</source>
   <translation>Noch nichts</translation>
  </message>
  <message>
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <source>Requests</source>
   <translation>Anfragen</translation>
  </message>
  <message>
   <source>Show details</source>
   <translation>Details zeigen</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Zeitraum</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Tokens a day</source>
   <translation>Token pro Tag</translation>
  </message>
  <message>
   <source>Tokens a minute</source>
   <translation>Token pro Minute</translation>
  </message>
  <message>
   <source>Tokens in</source>
   <translation>Token Eingabe</translation>
  </message>
  <message>
   <source>Tokens out</source>
   <translation>Token Ausgabe</translation>
  </message>
  <message>
   <source>Your tools reach the proxy at {url}.</source>
   <translation>Ihre Werkzeuge erreichen den Proxy unter {url}.</translation>
  </message>
  <message>
   <source>just started</source>
   <translation>gerade gestartet</translation>
  </message>
  <message>
   <source>last 30 days</source>
   <translation>letzte 30 Tage</translation>
  </message>
  <message>
   <source>last 7 days</source>
   <translation>letzte 7 Tage</translation>
  </message>
  <message>
   <source>last hour</source>
   <translation>letzte Stunde</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>up {time}</source>
   <translation>läuft seit {time}</translation>
  </message>
 </context>
 <context>
  <name>DeployCard</name>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Always the latest, now {version}</source>
   <translation>Immer die neueste, jetzt {version}</translation>
  </message>
  <message>
   <source>Context: {tokens} tokens</source>
   <translation>Kontext: {tokens} Token</translation>
  </message>
  <message>
   <source>Deploy {model}</source>
   <translation>{model} bereitstellen</translation>
  </message>
  <message>
   <source>It can be asked for already.</source>
   <translation>Es kann schon gefragt werden.</translation>
  </message>
  <message>
   <source>It has no deployments of its own: the orchestration service serves it.</source>
   <translation>Es hat keine eigenen Deployments: Der Orchestration-Service bedient es.</translation>
  </message>
  <message>
   <source>No account is ready.</source>
   <translation>Kein Konto ist bereit.</translation>
  </message>
  <message>
   <source>Resource group</source>
   <translation>Ressourcengruppe</translation>
  </message>
  <message>
   <source>SAP AI Core suggests another model in its place.</source>
   <translation>SAP AI Core empfiehlt stattdessen ein anderes Modell.</translation>
  </message>
  <message>
   <source>SAP AI Core takes it away soon.</source>
   <translation>SAP AI Core nimmt es bald vom Netz.</translation>
  </message>
  <message>
   <source>Suggested instead:</source>
   <translation>Stattdessen empfohlen:</translation>
  </message>
  <message>
   <source>Version</source>
   <translation>Version</translation>
  </message>
  <message>
   <source>a million tokens: {prices}</source>
   <translation>je Million Token: {prices}</translation>
  </message>
  <message>
   <source>orchestration</source>
   <translation>Orchestration</translation>
  </message>
  <message>
   <source>retires: {day}</source>
   <translation>endet: {day}</translation>
  </message>
  <message>
   <source>{price} CU from the cache</source>
   <translation>{price} CU aus dem Cache</translation>
  </message>
  <message>
   <source>{price} CU in</source>
   <translation>{price} CU Eingabe</translation>
  </message>
  <message>
   <source>{price} CU into the cache</source>
   <translation>{price} CU in den Cache</translation>
  </message>
  <message>
   <source>{price} CU out</source>
   <translation>{price} CU Ausgabe</translation>
  </message>
  <message>
   <source>{version}, until {day}</source>
   <translation>{version}, bis {day}</translation>
  </message>
 </context>
 <context>
  <name>DeploymentMenu</name>
  <message>
   <source>Ask for more requests…</source>
   <translation>Mehr Anfragen beantragen…</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Copy deployment id</source>
   <translation>Deployment-ID kopieren</translation>
  </message>
  <message>
   <source>Delete…</source>
   <translation>Löschen…</translation>
  </message>
  <message>
   <source>It is just being changed.</source>
   <translation>Es wird gerade geändert.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>Anhalten…</translation>
  </message>
  <message>
   <source>Upgrade…</source>
   <translation>Aktualisieren…</translation>
  </message>
 </context>
 <context>
  <name>Deployments</name>
  <message>
   <source>Delete deployment</source>
   <translation>Deployment löschen</translation>
  </message>
  <message>
   <source>Delete {model}?</source>
   <translation>{model} löschen?</translation>
  </message>
  <message>
   <source>It cannot be brought back; the model can be deployed anew, under another id.</source>
   <translation>Es lässt sich nicht zurückholen; das Modell kann neu bereitgestellt werden, unter einer anderen ID.</translation>
  </message>
  <message>
   <source>It runs in version {old}; SAP AI Core offers {new}.</source>
   <translation>Es läuft in Version {old}; SAP AI Core bietet {new} an.</translation>
  </message>
  <message>
   <source>Leave it as it is</source>
   <translation>So lassen</translation>
  </message>
  <message>
   <source>Requests go to {account} from then on, which rests for another {time}.</source>
   <translation>Anfragen gehen dann an {account}, das noch {time} ruht.</translation>
  </message>
  <message>
   <source>Requests go to {account} from then on.</source>
   <translation>Anfragen gehen dann an {account}.</translation>
  </message>
  <message>
   <source>Requests that are under way end first. It can be started again, which takes some minutes.</source>
   <translation>Laufende Anfragen werden zuerst beendet. Es kann wieder gestartet werden, was einige Minuten dauert.</translation>
  </message>
  <message>
   <source>SAP AI Core deletes stopped deployments alone, so that it is stopped first.</source>
   <translation>SAP AI Core löscht nur angehaltene Deployments; deshalb wird es zuerst angehalten.</translation>
  </message>
  <message>
   <source>Stop and delete</source>
   <translation>Anhalten und löschen</translation>
  </message>
  <message>
   <source>Stop deployment</source>
   <translation>Deployment anhalten</translation>
  </message>
  <message>
   <source>Stop {model}?</source>
   <translation>{model} anhalten?</translation>
  </message>
  <message>
   <source>The new version is deployed beside the old one. When it answers, requests go there, those under way end, and the old one is stopped. You can delete it then, or start it again.</source>
   <translation>Die neue Version wird neben der alten bereitgestellt. Sobald sie antwortet, gehen Anfragen dorthin, laufende werden beendet, und die alte wird angehalten. Danach kann sie gelöscht oder wieder gestartet werden.</translation>
  </message>
  <message>
   <source>Tools that ask for {model} get an error from then on.</source>
   <translation>Werkzeuge, die {model} anfragen, bekommen dann einen Fehler.</translation>
  </message>
  <message>
   <source>Upgrade to {new}</source>
   <translation>Auf {new} aktualisieren</translation>
  </message>
  <message>
   <source>Upgrade {model}?</source>
   <translation>{model} aktualisieren?</translation>
  </message>
 </context>
 <context>
  <name>DeploymentsModel</name>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Also answers to</source>
   <translation>Hört auch auf</translation>
  </message>
  <message>
   <source>CU in / out</source>
   <translation>CU ein / aus</translation>
  </message>
  <message>
   <source>Context</source>
   <translation>Kontext</translation>
  </message>
  <message>
   <source>Dead</source>
   <translation>Tot</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>On</source>
   <translation>An</translation>
  </message>
  <message>
   <source>Resting {seconds} s</source>
   <translation>Ruht {seconds} s</translation>
  </message>
  <message>
   <source>Retires</source>
   <translation>Endet</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Hält an</translation>
  </message>
  <message>
   <source>This minute</source>
   <translation>Diese Minute</translation>
  </message>
  <message>
   <source>Through orchestration</source>
   <translation>Über Orchestration</translation>
  </message>
  <message>
   <source>Unknown</source>
   <translation>Unbekannt</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>orchestration</source>
   <translation>Orchestration</translation>
  </message>
  <message>
   <source>{model}, through the orchestration deployment {id} in resource group {group}</source>
   <translation>{model}, über das Orchestration-Deployment {id} in Ressourcengruppe {group}</translation>
  </message>
  <message>
   <source>{model}: on</source>
   <translation>{model}: an</translation>
  </message>
  <message>
   <source>{model}{version}, deployment {id} in resource group {group}</source>
   <translation>{model}{version}, Deployment {id} in Ressourcengruppe {group}</translation>
  </message>
 </context>
 <context>
  <name>DetailPane</name>
  <message>
   <source>Answer</source>
   <translation>Antwort</translation>
  </message>
  <message>
   <source>Answer body</source>
   <translation>Inhalt der Antwort</translation>
  </message>
  <message>
   <source>Bodies are not recorded. Once you switch that on, prompts and answers of new requests are kept in memory, and stand in the log as well.</source>
   <translation>Inhalte werden nicht aufgezeichnet. Wird das eingeschaltet, bleiben Prompts und Antworten neuer Anfragen im Speicher und stehen auch im Protokoll.</translation>
  </message>
  <message>
   <source>Close details</source>
   <translation>Details schließen</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Copy the request as a curl command</source>
   <translation>Anfrage als curl-Befehl kopieren</translation>
  </message>
  <message>
   <source>Details of the request</source>
   <translation>Details der Anfrage</translation>
  </message>
  <message>
   <source>No answer yet.</source>
   <translation>Noch keine Antwort.</translation>
  </message>
  <message>
   <source>Request</source>
   <translation>Anfrage</translation>
  </message>
  <message>
   <source>Request body</source>
   <translation>Inhalt der Anfrage</translation>
  </message>
  <message>
   <source>Route</source>
   <translation>Weg</translation>
  </message>
  <message>
   <source>The model sent nothing.</source>
   <translation>Das Modell hat nichts gesendet.</translation>
  </message>
  <message>
   <source>This body was not recorded. The bodies of new requests are, as far as there is room.</source>
   <translation>Dieser Inhalt wurde nicht aufgezeichnet. Die Inhalte neuer Anfragen werden es, soweit Platz ist.</translation>
  </message>
  <message>
   <source>What is shown of the request</source>
   <translation>Was von der Anfrage gezeigt wird</translation>
  </message>
  <message>
   <source>{time} · {api} API</source>
   <translation>{time} · {api} API</translation>
  </message>
  <message>
   <source>{time} · {api} API · {method} {path}</source>
   <translation>{time} · {api} API · {method} {path}</translation>
  </message>
 </context>
 <context>
  <name>Diagnostics</name>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Cannot start</source>
   <translation>Startet nicht</translation>
  </message>
  <message>
   <source>Chats</source>
   <translation>Chats</translation>
  </message>
  <message>
   <source>Company proxy</source>
   <translation>Proxy des Unternehmens</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Keyring</source>
   <translation>Schlüsselbund</translation>
  </message>
  <message>
   <source>Logs</source>
   <translation>Protokolle</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Port</source>
   <translation>Port</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Running requests</source>
   <translation>Laufende Anfragen</translation>
  </message>
  <message>
   <source>Runs in a terminal</source>
   <translation>Läuft in einem Terminal</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <source>State</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <source>Statistics</source>
   <translation>Statistik</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Hält an</translation>
  </message>
  <message>
   <source>Tray</source>
   <translation>Infobereich</translation>
  </message>
  <message>
   <source>Trusted certificates</source>
   <translation>Vertraute Zertifikate</translation>
  </message>
  <message>
   <source>Up</source>
   <translation>Läuft seit</translation>
  </message>
  <message>
   <source>Variables that are set</source>
   <translation>Gesetzte Variablen</translation>
  </message>
  <message>
   <source>available</source>
   <translation>verfügbar</translation>
  </message>
  <message>
   <source>free</source>
   <translation>frei</translation>
  </message>
  <message>
   <source>held by a program of another user</source>
   <translation>belegt von einem Programm eines anderen Benutzers</translation>
  </message>
  <message>
   <source>held by another AI Core Tray ({pid})</source>
   <translation>belegt von einem anderen AI Core Tray ({pid})</translation>
  </message>
  <message>
   <source>held by this AI Core Tray</source>
   <translation>belegt von diesem AI Core Tray</translation>
  </message>
  <message>
   <source>held by {program} ({pid})</source>
   <translation>belegt von {program} ({pid})</translation>
  </message>
  <message>
   <source>just started</source>
   <translation>gerade gestartet</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>none on this desktop</source>
   <translation>keiner auf diesem Desktop</translation>
  </message>
  <message>
   <source>not allowed for your account</source>
   <translation>Ihrem Benutzerkonto nicht erlaubt</translation>
  </message>
  <message>
   <source>not there yet</source>
   <translation>noch nicht vorhanden</translation>
  </message>
  <message>
   <source>picked when it starts</source>
   <translation>wird beim Start gewählt</translation>
  </message>
  <message>
   <source>reserved by Windows</source>
   <translation>von Windows reserviert</translation>
  </message>
  <message>
   <source>the system's store</source>
   <translation>der Speicher des Systems</translation>
  </message>
 </context>
 <context>
  <name>DiagnosticsPage</name>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Account to check</source>
   <translation>Zu prüfendes Konto</translation>
  </message>
  <message>
   <source>All files (*)</source>
   <translation>Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Check again</source>
   <translation>Erneut prüfen</translation>
  </message>
  <message>
   <source>Check the connection</source>
   <translation>Verbindung prüfen</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Diagnose kopieren</translation>
  </message>
  <message>
   <source>Files</source>
   <translation>Dateien</translation>
  </message>
  <message>
   <source>Fine</source>
   <translation>Gut</translation>
  </message>
  <message>
   <source>Half under {p50} ms, 99 of 100 under {p99} ms, longest {longest} ms in the last minute</source>
   <translation>In der letzten Minute die Hälfte unter {p50} ms, 99 von 100 unter {p99} ms, längste {longest} ms</translation>
  </message>
  <message>
   <source>How long streams and window wait for each other; under 16 ms nobody notices. Measured while you look.</source>
   <translation>Wie lange Antworten und Fenster aufeinander warten; unter 16 ms merkt es niemand. Gemessen, während Sie zusehen.</translation>
  </message>
  <message>
   <source>Late</source>
   <translation>Verspätet</translation>
  </message>
  <message>
   <source>Measuring</source>
   <translation>Misst</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>Netzwerk</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Responsiveness</source>
   <translation>Reaktionszeit</translation>
  </message>
  <message>
   <source>Save diagnostics</source>
   <translation>Diagnose sichern</translation>
  </message>
  <message>
   <source>Saved as {name}.</source>
   <translation>Gesichert als {name}.</translation>
  </message>
  <message>
   <source>Save…</source>
   <translation>Sichern…</translation>
  </message>
  <message>
   <source>Text (*.md *.txt)</source>
   <translation>Text (*.md *.txt)</translation>
  </message>
  <message>
   <source>There is no account that could be checked.</source>
   <translation>Es gibt kein Konto, das geprüft werden könnte.</translation>
  </message>
  <message>
   <source>Versions</source>
   <translation>Versionen</translation>
  </message>
 </context>
 <context>
  <name>Door</name>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy the address</source>
   <translation>Adresse kopieren</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
 </context>
 <context>
  <name>DropZone</name>
  <message>
   <source>Let go to read it</source>
   <translation>Loslassen, um ihn zu lesen</translation>
  </message>
 </context>
 <context>
  <name>ErrorLine</name>
  <message>
   <source>Other model</source>
   <translation>Anderes Modell</translation>
  </message>
  <message>
   <source>Retry</source>
   <translation>Wiederholen</translation>
  </message>
 </context>
 <context>
  <name>Explained</name>
  <message>
   <source>A content filter stopped the request.</source>
   <translation>Ein Inhaltsfilter hat die Anfrage angehalten.</translation>
  </message>
  <message>
   <source>AI Core Tray failed with this request.</source>
   <translation>AI Core Tray ist an dieser Anfrage gescheitert.</translation>
  </message>
  <message>
   <source>Ask again in a moment, or choose another model.</source>
   <translation>Gleich noch einmal fragen oder ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Ask again; if it goes on, the log tells more.</source>
   <translation>Noch einmal fragen; bleibt es dabei, sagt das Protokoll mehr.</translation>
  </message>
  <message>
   <source>Choose a model that is deployed, or give one this name on the Models page.</source>
   <translation>Ein bereitgestelltes Modell wählen oder einem auf der Seite „Modelle“ diesen Namen geben.</translation>
  </message>
  <message>
   <source>Choose another model, or make a key that may use it.</source>
   <translation>Ein anderes Modell wählen oder einen Schlüssel anlegen, der es nutzen darf.</translation>
  </message>
  <message>
   <source>It takes requests again within a minute. A second deployment shares the load.</source>
   <translation>Es nimmt binnen einer Minute wieder Anfragen an. Ein zweites Deployment teilt die Last.</translation>
  </message>
  <message>
   <source>Leave out pictures or files, or start a new conversation.</source>
   <translation>Bilder oder Dateien weglassen oder eine neue Unterhaltung beginnen.</translation>
  </message>
  <message>
   <source>Look at the account: its service key may have been deleted or rotated.</source>
   <translation>Das Konto ansehen: Sein Service-Key könnte gelöscht oder ausgetauscht worden sein.</translation>
  </message>
  <message>
   <source>Most often somebody pressed Stop there.</source>
   <translation>Meistens hat dort jemand auf Stopp gedrückt.</translation>
  </message>
  <message>
   <source>No running deployment answers to {asked}.</source>
   <translation>Kein laufendes Deployment hört auf {asked}.</translation>
  </message>
  <message>
   <source>SAP AI Core did not accept the sign-in.</source>
   <translation>SAP AI Core hat die Anmeldung nicht angenommen.</translation>
  </message>
  <message>
   <source>SAP AI Core failed with this request.</source>
   <translation>SAP AI Core ist an dieser Anfrage gescheitert.</translation>
  </message>
  <message>
   <source>Say it in other words. The filter belongs to SAP's or the model's own rules.</source>
   <translation>Es anders formulieren. Der Filter gehört zu den Regeln von SAP oder des Modells.</translation>
  </message>
  <message>
   <source>Start a new conversation or choose a model with more room.</source>
   <translation>Eine neue Unterhaltung beginnen oder ein Modell mit mehr Platz wählen.</translation>
  </message>
  <message>
   <source>The answer broke off after it had begun.</source>
   <translation>Die Antwort brach ab, nachdem sie begonnen hatte.</translation>
  </message>
  <message>
   <source>The client went away before the answer was whole.</source>
   <translation>Der Client ging weg, bevor die Antwort vollständig war.</translation>
  </message>
  <message>
   <source>The log tells more under the request's id.</source>
   <translation>Das Protokoll sagt unter der ID der Anfrage mehr.</translation>
  </message>
  <message>
   <source>The prompt is longer than {model} takes.</source>
   <translation>Der Prompt ist länger, als {model} annimmt.</translation>
  </message>
  <message>
   <source>The request is larger than may be sent.</source>
   <translation>Die Anfrage ist größer, als gesendet werden darf.</translation>
  </message>
  <message>
   <source>This API key may not use {asked}.</source>
   <translation>Dieser API-Schlüssel darf {asked} nicht nutzen.</translation>
  </message>
  <message>
   <source>This request failed.</source>
   <translation>Diese Anfrage ist gescheitert.</translation>
  </message>
  <message>
   <source>What it refuses is told below. It is mostly a field or a value that another model takes.</source>
   <translation>Was es ablehnt, steht unten. Meist ist es ein Feld oder ein Wert, den ein anderes Modell annimmt.</translation>
  </message>
  <message>
   <source>{model} did not answer in time.</source>
   <translation>{model} hat nicht rechtzeitig geantwortet.</translation>
  </message>
  <message>
   <source>{model} does not take this request.</source>
   <translation>{model} nimmt diese Anfrage nicht an.</translation>
  </message>
  <message>
   <source>{model} has too much to do at the moment.</source>
   <translation>{model} hat gerade zu viel zu tun.</translation>
  </message>
  <message>
   <source>{model} is at its limit of requests.</source>
   <translation>{model} ist an seiner Grenze für Anfragen.</translation>
  </message>
 </context>
 <context>
  <name>FactsCard</name>
  <message>
   <source>Copy {name}</source>
   <translation>{name} kopieren</translation>
  </message>
  <message>
   <source>Open the folder of {name}</source>
   <translation>Ordner öffnen: {name}</translation>
  </message>
 </context>
 <context>
  <name>Figures</name>
  <message>
   <source>Cost</source>
   <translation>Kosten</translation>
  </message>
  <message>
   <source>Ended because</source>
   <translation>Beendet, weil</translation>
  </message>
  <message>
   <source>In, from cache</source>
   <translation>Eingabe, Cache</translation>
  </message>
  <message>
   <source>In, into cache</source>
   <translation>In den Cache</translation>
  </message>
  <message>
   <source>In, new</source>
   <translation>Eingabe, neu</translation>
  </message>
  <message>
   <source>Out</source>
   <translation>Ausgabe</translation>
  </message>
  <message>
   <source>client went away</source>
   <translation>Client ging weg</translation>
  </message>
  <message>
   <source>of it thinking</source>
   <translation>davon Gedanken</translation>
  </message>
  <message>
   <source>under {number}</source>
   <translation>unter {number}</translation>
  </message>
  <message>
   <source>{units} ({cost} {currency})</source>
   <translation>{units} ({cost} {currency})</translation>
  </message>
  <message>
   <source>{units} CU</source>
   <translation>{units} CU</translation>
  </message>
 </context>
 <context>
  <name>FileEditor</name>
  <message>
   <source>Choose…</source>
   <translation>Wählen…</translation>
  </message>
  <message>
   <source>Use none</source>
   <translation>Keine verwenden</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
 </context>
 <context>
  <name>FilterBar</name>
  <message>
   <source>All that is kept, as CSV…</source>
   <translation>Alles Aufbewahrte als CSV…</translation>
  </message>
  <message>
   <source>All that is kept, as JSON lines…</source>
   <translation>Alles Aufbewahrte als JSON-Zeilen…</translation>
  </message>
  <message>
   <source>Any client</source>
   <translation>Alle Clients</translation>
  </message>
  <message>
   <source>Any model</source>
   <translation>Alle Modelle</translation>
  </message>
  <message>
   <source>Any status</source>
   <translation>Jeder Status</translation>
  </message>
  <message>
   <source>Cancelled</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <source>Client</source>
   <translation>Client</translation>
  </message>
  <message>
   <source>Failed</source>
   <translation>Gescheitert</translation>
  </message>
  <message>
   <source>Filter requests by model, client, error or request id</source>
   <translation>Anfragen nach Modell, Client, Fehler oder Anfrage-ID filtern</translation>
  </message>
  <message>
   <source>Follow</source>
   <translation>Folgen</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Go on, {count} new</source>
   <translation>Weiter, {count} neue</translation>
  </message>
  <message>
   <source>Keep the newest request in sight.</source>
   <translation>Die neueste Anfrage im Blick behalten.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Model, client, error, request id</source>
   <translation>Modell, Client, Fehler, Anfrage-ID</translation>
  </message>
  <message>
   <source>OK</source>
   <translation>OK</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Pause</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Save requests to a file</source>
   <translation>Anfragen in einer Datei sichern</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <source>What is shown, as CSV…</source>
   <translation>Was gezeigt wird, als CSV…</translation>
  </message>
  <message>
   <source>What is shown, as JSON lines…</source>
   <translation>Was gezeigt wird, als JSON-Zeilen…</translation>
  </message>
 </context>
 <context>
  <name>FirstRun</name>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Bring a service key first.</source>
   <translation>Zuerst einen Service-Key einbringen.</translation>
  </message>
  <message>
   <source>Bring your SAP AI Core key</source>
   <translation>Service-Key einbringen</translation>
  </message>
  <message>
   <source>Checking your key</source>
   <translation>Ihr Service-Key wird geprüft</translation>
  </message>
  <message>
   <source>Connect your first tool</source>
   <translation>Ihr erstes Werkzeug verbinden</translation>
  </message>
  <message>
   <source>Connection</source>
   <translation>Verbindung</translation>
  </message>
  <message>
   <source>Continue</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Continue without checking</source>
   <translation>Ohne Prüfung weiter</translation>
  </message>
  <message>
   <source>Copy what it needs, or launch it from here. The light turns green at its first request.</source>
   <translation>Kopieren, was es braucht, oder es von hier starten. Das Licht wird bei seiner ersten Anfrage grün.</translation>
  </message>
  <message>
   <source>Finish</source>
   <translation>Fertigstellen</translation>
  </message>
  <message>
   <source>First tool</source>
   <translation>Erstes Werkzeug</translation>
  </message>
  <message>
   <source>From this computer to SAP AI Core, step by step.</source>
   <translation>Von diesem Computer zu SAP AI Core, Schritt für Schritt.</translation>
  </message>
  <message>
   <source>Local address</source>
   <translation>Lokale Adresse</translation>
  </message>
  <message>
   <source>Mend it below; the check goes on by itself.</source>
   <translation>Unten beheben; die Prüfung geht von selbst weiter.</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>One thing stands in the way</source>
   <translation>Eines steht noch im Weg</translation>
  </message>
  <message>
   <source>Pick your models</source>
   <translation>Modelle auswählen</translation>
  </message>
  <message>
   <source>Say hello</source>
   <translation>Hallo sagen</translation>
  </message>
  <message>
   <source>Service key</source>
   <translation>Service-Key</translation>
  </message>
  <message>
   <source>The chat asks by the same address as your tools, so it shows that everything works.</source>
   <translation>Der Chat fragt unter derselben Adresse wie Ihre Werkzeuge; er zeigt also, dass alles funktioniert.</translation>
  </message>
  <message>
   <source>The check is not over.</source>
   <translation>Die Prüfung ist noch nicht zu Ende.</translation>
  </message>
  <message>
   <source>The connection stands</source>
   <translation>Die Verbindung steht</translation>
  </message>
  <message>
   <source>These deployments run in your account. Tools see those that are on.</source>
   <translation>Diese Deployments laufen in Ihrem Konto. Werkzeuge sehen die eingeschalteten.</translation>
  </message>
  <message>
   <source>Tools find the proxy here, and show it an API key.</source>
   <translation>Werkzeuge finden den Proxy hier und zeigen ihm einen API-Schlüssel.</translation>
  </message>
  <message>
   <source>Your coding tools will talk to your company's models through this computer.</source>
   <translation>Ihre Programmierwerkzeuge sprechen über diesen Computer mit den Modellen Ihres Unternehmens.</translation>
  </message>
  <message>
   <source>Your key works from this computer.</source>
   <translation>Ihr Service-Key funktioniert von diesem Computer aus.</translation>
  </message>
  <message>
   <source>Your local address</source>
   <translation>Ihre lokale Adresse</translation>
  </message>
 </context>
 <context>
  <name>Foot</name>
  <message>
   <source>Bring back what was here before</source>
   <translation>Zurückholen, was vorher hier stand</translation>
  </message>
  <message>
   <source>Broke off</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <source>Copy answer</source>
   <translation>Antwort kopieren</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Cut at the model's limit</source>
   <translation>An der Grenze des Modells abgeschnitten</translation>
  </message>
  <message>
   <source>More for this answer</source>
   <translation>Mehr zu dieser Antwort</translation>
  </message>
  <message>
   <source>No answer</source>
   <translation>Keine Antwort</translation>
  </message>
  <message>
   <source>Regenerate</source>
   <translation>Neu erzeugen</translation>
  </message>
  <message>
   <source>Regenerate with</source>
   <translation>Neu erzeugen mit</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Streaming</source>
   <translation>Antwortet</translation>
  </message>
  <message>
   <source>Thinking</source>
   <translation>Denkt nach</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <source>first token {time}</source>
   <translation>erstes Token {time}</translation>
  </message>
  <message>
   <source>{count} from the cache</source>
   <translation>{count} aus dem Cache</translation>
  </message>
  <message>
   <source>{count} tokens/s</source>
   <translation>{count} Token/s</translation>
  </message>
  <message>
   <source>{input} in · {output} out</source>
   <translation>{input} ein · {output} aus</translation>
  </message>
  <message>
   <source>– CU</source>
   <translation>– CU</translation>
  </message>
 </context>
 <context>
  <name>Head</name>
  <message>
   <source>Conversations</source>
   <translation>Unterhaltungen</translation>
  </message>
  <message>
   <source>Copy conversation as Markdown</source>
   <translation>Unterhaltung als Markdown kopieren</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>New conversation (Ctrl+N)</source>
   <translation>Neue Unterhaltung (Strg+N)</translation>
  </message>
  <message>
   <source>No model</source>
   <translation>Kein Modell</translation>
  </message>
  <message>
   <source>Nothing is deployed that could answer.</source>
   <translation>Es ist nichts bereitgestellt, das antworten könnte.</translation>
  </message>
  <message>
   <source>Rename…</source>
   <translation>Umbenennen…</translation>
  </message>
  <message>
   <source>Save as Markdown</source>
   <translation>Als Markdown sichern</translation>
  </message>
  <message>
   <source>Save as Markdown…</source>
   <translation>Als Markdown sichern…</translation>
  </message>
  <message>
   <source>The price of some answers is not known.</source>
   <translation>Der Preis mancher Antworten ist nicht bekannt.</translation>
  </message>
  <message>
   <source>{cost} and more</source>
   <translation>{cost} und mehr</translation>
  </message>
  <message>
   <source>{count} message</source>
   <translation>{count} Nachricht</translation>
  </message>
  <message>
   <source>{count} messages</source>
   <translation>{count} Nachrichten</translation>
  </message>
  <message>
   <source>{count} tokens</source>
   <translation>{count} Token</translation>
  </message>
  <message>
   <source>– CU</source>
   <translation>– CU</translation>
  </message>
 </context>
 <context>
  <name>HeaderBox</name>
  <message>
   <source>Headers</source>
   <translation>Header</translation>
  </message>
 </context>
 <context>
  <name>HelloStep</name>
  <message>
   <source>First token after {time}</source>
   <translation>Erstes Token nach {time}</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Not asked yet</source>
   <translation>Noch nicht gefragt</translation>
  </message>
  <message>
   <source>Say hello, and tell me in one sentence what you can do.</source>
   <translation>Sag Hallo und erzähle mir in einem Satz, was du kannst.</translation>
  </message>
  <message>
   <source>Streaming</source>
   <translation>Antwortet</translation>
  </message>
 </context>
 <context>
  <name>Help</name>
  <message>
   <source>Begin</source>
   <translation>Anfangen</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
 </context>
 <context>
  <name>HelpWindow</name>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>{page} – Help</source>
   <translation>{page} – Hilfe</translation>
  </message>
 </context>
 <context>
  <name>Hint</name>
  <message>
   <source>Ask any model that runs.</source>
   <translation>Jedes laufende Modell lässt sich fragen.</translation>
  </message>
  <message>
   <source>Choose a request.</source>
   <translation>Eine Anfrage wählen.</translation>
  </message>
  <message>
   <source>Connect makes a key for each tool by itself.</source>
   <translation>„Verbinden“ legt für jedes Werkzeug selbst einen Schlüssel an.</translation>
  </message>
  <message>
   <source>Copy what a tool needs, or launch it.</source>
   <translation>Kopieren, was ein Werkzeug braucht, oder es starten.</translation>
  </message>
  <message>
   <source>Double-click a model for its quota and its names.</source>
   <translation>Ein Doppelklick auf ein Modell zeigt sein Kontingent und seine Namen.</translation>
  </message>
  <message>
   <source>Double-click one of the last requests to see the way it took.</source>
   <translation>Ein Doppelklick auf eine der letzten Anfragen zeigt ihren Weg.</translation>
  </message>
  <message>
   <source>Every request is counted here.</source>
   <translation>Hier wird jede Anfrage gezählt.</translation>
  </message>
  <message>
   <source>Its light turns green at its first request.</source>
   <translation>Sein Licht wird bei der ersten Anfrage grün.</translation>
  </message>
  <message>
   <source>Its switch hides it from your tools.</source>
   <translation>Sein Schalter verbirgt es vor Ihren Werkzeugen.</translation>
  </message>
  <message>
   <source>Its way, its times, its headers and what went wrong are told below.</source>
   <translation>Ihr Weg, ihre Zeiten, ihre Header und was schiefging stehen darunter.</translation>
  </message>
  <message>
   <source>Make one here for anything else, with limits if you like.</source>
   <translation>Für alles andere hier einen anlegen, auf Wunsch mit Grenzen.</translation>
  </message>
  <message>
   <source>Shift+Enter begins a new line; pictures and files can be dropped.</source>
   <translation>Umschalt+Eingabe beginnt eine neue Zeile; Bilder und Dateien lassen sich ablegen.</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>Delete {model} in {group}</source>
   <translation>{model} in {group} löschen</translation>
  </message>
  <message>
   <source>Deleting, {time}</source>
   <translation>Wird gelöscht, {time}</translation>
  </message>
  <message>
   <source>Deploy {model} in {group}</source>
   <translation>{model} in {group} bereitstellen</translation>
  </message>
  <message>
   <source>Done in {time}</source>
   <translation>Fertig nach {time}</translation>
  </message>
  <message>
   <source>It costs nothing more and can be started again.</source>
   <translation>Es kostet nichts mehr und kann wieder gestartet werden.</translation>
  </message>
  <message>
   <source>Not done</source>
   <translation>Nicht erledigt</translation>
  </message>
  <message>
   <source>Preparing, {time}</source>
   <translation>Wird vorbereitet, {time}</translation>
  </message>
  <message>
   <source>SAP AI Core mostly takes one to three minutes. It goes on when this window is closed.</source>
   <translation>SAP AI Core braucht meist ein bis drei Minuten. Es geht weiter, auch wenn dieses Fenster geschlossen wird.</translation>
  </message>
  <message>
   <source>Start {model} in {group}</source>
   <translation>{model} in {group} starten</translation>
  </message>
  <message>
   <source>Starting, {time}</source>
   <translation>Startet, {time}</translation>
  </message>
  <message>
   <source>Stop {model} in {group}</source>
   <translation>{model} in {group} anhalten</translation>
  </message>
  <message>
   <source>Stopping, {time}</source>
   <translation>Hält an, {time}</translation>
  </message>
  <message>
   <source>The new version answers. The old one is stopped and can be deleted.</source>
   <translation>Die neue Version antwortet. Die alte ist angehalten und kann gelöscht werden.</translation>
  </message>
  <message>
   <source>Tools can ask for it from now on.</source>
   <translation>Werkzeuge können es ab jetzt anfragen.</translation>
  </message>
  <message>
   <source>Trying the new one, {time}</source>
   <translation>Die neue wird ausprobiert, {time}</translation>
  </message>
  <message>
   <source>Upgrade {model} to {version} in {group}</source>
   <translation>{model} in {group} auf {version} aktualisieren</translation>
  </message>
  <message>
   <source>Waiting for running requests, {time}</source>
   <translation>Wartet auf laufende Anfragen, {time}</translation>
  </message>
  <message>
   <source>orchestration</source>
   <translation>Orchestration</translation>
  </message>
 </context>
 <context>
  <name>KeyShownSheet</name>
  <message>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>Active</source>
   <translation>Aktiv</translation>
  </message>
  <message>
   <source>Base URL</source>
   <translation>Basis-URL</translation>
  </message>
  <message>
   <source>Copy as a curl command that lists the models of this key</source>
   <translation>Als curl-Befehl kopieren, der die Modelle dieses Schlüssels auflistet</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Copy it now. When this sheet closes it cannot be shown again; you can always make another.</source>
   <translation>Jetzt kopieren. Nach dem Schließen kann er nicht mehr angezeigt werden; ein neuer lässt sich jederzeit anlegen.</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Expires: {day}</source>
   <translation>Läuft ab: {day}</translation>
  </message>
  <message>
   <source>Key for {name}</source>
   <translation>Schlüssel für {name}</translation>
  </message>
  <message>
   <source>Limit: {limits}</source>
   <translation>Grenze: {limits}</translation>
  </message>
  <message>
   <source>May use: {models}</source>
   <translation>Darf nutzen: {models}</translation>
  </message>
  <message>
   <source>all models</source>
   <translation>alle Modelle</translation>
  </message>
  <message>
   <source>never</source>
   <translation>nie</translation>
  </message>
 </context>
 <context>
  <name>KeyTermsForm</name>
  <message>
   <source>After {count} days</source>
   <translation>Nach {count} Tagen</translation>
  </message>
  <message>
   <source>All models</source>
   <translation>Alle Modelle</translation>
  </message>
  <message>
   <source>Also those that are deployed later.</source>
   <translation>Auch solche, die später bereitgestellt werden.</translation>
  </message>
  <message>
   <source>Capacity units a day</source>
   <translation>Capacity Units pro Tag</translation>
  </message>
  <message>
   <source>Capacity units a month</source>
   <translation>Capacity Units pro Monat</translation>
  </message>
  <message>
   <source>Expires</source>
   <translation>Läuft ab</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>Grenzen</translation>
  </message>
  <message>
   <source>May use</source>
   <translation>Darf nutzen</translation>
  </message>
  <message>
   <source>Models that the key may use</source>
   <translation>Modelle, die der Schlüssel nutzen darf</translation>
  </message>
  <message>
   <source>Never</source>
   <translation>Nie</translation>
  </message>
  <message>
   <source>On {day}, as it is</source>
   <translation>Am {day}, wie bisher</translation>
  </message>
  <message>
   <source>Only these</source>
   <translation>Nur diese</translation>
  </message>
  <message>
   <source>Requests a minute</source>
   <translation>Anfragen pro Minute</translation>
  </message>
  <message>
   <source>Tokens a day</source>
   <translation>Token pro Tag</translation>
  </message>
  <message>
   <source>Tokens a month</source>
   <translation>Token pro Monat</translation>
  </message>
  <message>
   <source>no limit</source>
   <translation>keine Grenze</translation>
  </message>
 </context>
 <context>
  <name>Keys</name>
  <message>
   <source>Used so far: {parts}.</source>
   <translation>Bisher verbraucht: {parts}.</translation>
  </message>
  <message>
   <source>no limit</source>
   <translation>keine Grenze</translation>
  </message>
  <message>
   <source>{amount} CU a day</source>
   <translation>{amount} CU pro Tag</translation>
  </message>
  <message>
   <source>{amount} CU a month</source>
   <translation>{amount} CU pro Monat</translation>
  </message>
  <message>
   <source>{amount} requests a minute</source>
   <translation>{amount} Anfragen pro Minute</translation>
  </message>
  <message>
   <source>{amount} tokens a day</source>
   <translation>{amount} Token pro Tag</translation>
  </message>
  <message>
   <source>{amount} tokens a month</source>
   <translation>{amount} Token pro Monat</translation>
  </message>
  <message>
   <source>{used} / {allowed}</source>
   <translation>{used} / {allowed}</translation>
  </message>
  <message>
   <source>{used} of {allowed}</source>
   <translation>{used} von {allowed}</translation>
  </message>
 </context>
 <context>
  <name>Language</name>
  <message>
   <source>en</source>
   <translation>de</translation>
  </message>
 </context>
 <context>
  <name>LaunchPart</name>
  <message>
   <source>Choose folder…</source>
   <translation>Ordner wählen…</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Install it in a terminal</source>
   <translation>In einem Terminal installieren</translation>
  </message>
  <message>
   <source>Launch {tool}</source>
   <translation>{tool} starten</translation>
  </message>
  <message>
   <source>Opens a terminal in which {tool} talks to this proxy. None of its files is changed.</source>
   <translation>Öffnet ein Terminal, in dem {tool} mit diesem Proxy spricht. Keine seiner Dateien wird geändert.</translation>
  </message>
  <message>
   <source>{tool} was not found on this computer.</source>
   <translation>{tool} wurde auf diesem Computer nicht gefunden.</translation>
  </message>
 </context>
 <context>
  <name>LimitBar</name>
  <message>
   <source>{percent} % of the limit</source>
   <translation>{percent} % der Grenze</translation>
  </message>
 </context>
 <context>
  <name>LoadingRows</name>
  <message>
   <source>Loading</source>
   <translation>Wird geladen</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Busy</source>
   <translation>Beschäftigt</translation>
  </message>
  <message>
   <source>Cannot start</source>
   <translation>Startet nicht</translation>
  </message>
  <message>
   <source>In a terminal</source>
   <translation>In einem Terminal</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Set up</source>
   <translation>Einrichten</translation>
  </message>
  <message>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Hält an</translation>
  </message>
 </context>
 <context>
  <name>Mending</name>
  <message>
   <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
   <translation>Zertifikate (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Choose a service key</source>
   <translation>Service-Key wählen</translation>
  </message>
  <message>
   <source>Choose your company's certificate</source>
   <translation>Zertifikat Ihres Unternehmens wählen</translation>
  </message>
  <message>
   <source>Service keys (*.json *.txt);;All files (*)</source>
   <translation>Service-Keys (*.json *.txt);;Alle Dateien (*)</translation>
  </message>
 </context>
 <context>
  <name>Message</name>
  <message>
   <source> Did you mean {0}?</source>
   <translation> Gemeint sein könnte {0}?</translation>
  </message>
  <message>
   <source> No running deployment has been found yet; `aicore-tray doctor` says why.</source>
   <translation> Bisher wurde kein laufendes Deployment gefunden; `aicore-tray doctor` sagt, warum.</translation>
  </message>
  <message>
   <source> Without HTTPS, keys and prompts pass for everybody to read: set tls = true.</source>
   <translation> Ohne HTTPS kann jeder Schlüssel und Prompts mitlesen: tls = true setzen.</translation>
  </message>
  <message>
   <source>'{0}' already stands for {1}</source>
   <translation>„{0}“ steht schon für {1}</translation>
  </message>
  <message>
   <source>'{0}' is none of {1}</source>
   <translation>„{0}“ ist nichts von {1}</translation>
  </message>
  <message>
   <source>; did you mean {0}?</source>
   <translation>; gemeint sein könnte {0}?</translation>
  </message>
  <message>
   <source>A captive portal or a company proxy may have answered in its place.</source>
   <translation>Eine Anmeldeseite des Netzes oder ein Proxy des Unternehmens könnte stattdessen geantwortet haben.</translation>
  </message>
  <message>
   <source>A captive portal or a company proxy may have answered in its place; check the service key's url, too.</source>
   <translation>Eine Anmeldeseite des Netzes oder ein Proxy des Unternehmens könnte stattdessen geantwortet haben; auch die URL des Service-Keys prüfen.</translation>
  </message>
  <message>
   <source>A certificate for HTTPS cannot be made: {0}</source>
   <translation>Ein Zertifikat für HTTPS kann nicht angelegt werden: {0}</translation>
  </message>
  <message>
   <source>A company proxy may intercept the connection, or a client certificate was refused.</source>
   <translation>Ein Proxy des Unternehmens könnte die Verbindung abfangen, oder ein Client-Zertifikat wurde abgelehnt.</translation>
  </message>
  <message>
   <source>A company proxy probably intercepts it: name its root certificate, a PEM file, as ca_file in the settings.</source>
   <translation>Wahrscheinlich fängt ein Proxy des Unternehmens sie ab: Dessen Stammzertifikat, eine PEM-Datei, in den Einstellungen als ca_file angeben.</translation>
  </message>
  <message>
   <source>A service key is a small JSON file.</source>
   <translation>Ein Service-Key ist eine kleine JSON-Datei.</translation>
  </message>
  <message>
   <source>AI Core Tray failed with this request</source>
   <translation>AI Core Tray ist an dieser Anfrage gescheitert</translation>
  </message>
  <message>
   <source>AI Core Tray failed with this request; its log tells more under {0}</source>
   <translation>AI Core Tray ist an dieser Anfrage gescheitert; das Protokoll sagt unter {0} mehr</translation>
  </message>
  <message>
   <source>AI Core Tray failed with this; see its log</source>
   <translation>AI Core Tray ist daran gescheitert; siehe Protokoll</translation>
  </message>
  <message>
   <source>AI Core Tray is still starting</source>
   <translation>AI Core Tray startet noch</translation>
  </message>
  <message>
   <source>AI Core Tray serves {0} requests at once and has no place for another one now</source>
   <translation>AI Core Tray bedient {0} Anfragen gleichzeitig und hat gerade keinen Platz für eine weitere</translation>
  </message>
  <message>
   <source>AICORE_CONFIG or AICORE_PROFILE names it; correct or unset it.</source>
   <translation>AICORE_CONFIG oder AICORE_PROFILE nennt sie; berichtigen oder entfernen.</translation>
  </message>
  <message>
   <source>AICORE_SERVICE_KEY</source>
   <translation>AICORE_SERVICE_KEY</translation>
  </message>
  <message>
   <source>AICORE_TRAY_KEY</source>
   <translation>AICORE_TRAY_KEY</translation>
  </message>
  <message>
   <source>Another program may listen on this port. Turn the proxy off and on again.</source>
   <translation>Ein anderes Programm lauscht vielleicht auf diesem Port. Den Proxy aus- und wieder einschalten.</translation>
  </message>
  <message>
   <source>Apply its setup again: its key was revoked or has ended.</source>
   <translation>Die Einrichtung erneut anwenden: Ihr Schlüssel wurde widerrufen oder ist abgelaufen.</translation>
  </message>
  <message>
   <source>Ask in other words.</source>
   <translation>In anderen Worten fragen.</translation>
  </message>
  <message>
   <source>Ask the network's administrators to allow this host, or choose another proxy in the network settings.</source>
   <translation>Die Administratoren des Netzes bitten, diesen Host zu erlauben, oder in den Netzwerkeinstellungen einen anderen Proxy wählen.</translation>
  </message>
  <message>
   <source>Bring in a service key, and look at Models.</source>
   <translation>Einen Service-Key einbringen und unter „Modelle“ nachsehen.</translation>
  </message>
  <message>
   <source>Bring it in under Settings, Advanced.</source>
   <translation>Unter „Einstellungen“, „Erweitert“ einbringen.</translation>
  </message>
  <message>
   <source>Cannot listen on {0}:{1}: {2}</source>
   <translation>Auf {0}:{1} kann nicht gelauscht werden: {2}</translation>
  </message>
  <message>
   <source>Change it by hand</source>
   <translation>Von Hand ändern</translation>
  </message>
  <message>
   <source>Check allowed_hosts and the data folder</source>
   <translation>allowed_hosts und den Datenordner prüfen</translation>
  </message>
  <message>
   <source>Check the API URL of the service key, and {0}.</source>
   <translation>Die API-URL des Service-Keys und {0} prüfen.</translation>
  </message>
  <message>
   <source>Check the API URL.</source>
   <translation>Die URL der API prüfen.</translation>
  </message>
  <message>
   <source>Check the URLs of the service key.</source>
   <translation>Die URLs des Service-Keys prüfen.</translation>
  </message>
  <message>
   <source>Check the address and its port; a firewall may be in the way.</source>
   <translation>Die Adresse und ihren Port prüfen; eine Firewall könnte im Weg sein.</translation>
  </message>
  <message>
   <source>Check the address, the network and the VPN; in some networks only the proxy finds outside names.</source>
   <translation>Adresse, Netz und VPN prüfen; in manchen Netzen findet nur der Proxy fremde Namen.</translation>
  </message>
  <message>
   <source>Check the address; a captive portal or a proxy may have answered in its place.</source>
   <translation>Die Adresse prüfen; eine Anmeldeseite des Netzes oder ein Proxy könnte stattdessen geantwortet haben.</translation>
  </message>
  <message>
   <source>Check the certificate authorities in the network settings, and the service key.</source>
   <translation>Die Zertifizierungsstellen in den Netzwerkeinstellungen und den Service-Key prüfen.</translation>
  </message>
  <message>
   <source>Check the network connection and the VPN.</source>
   <translation>Netzverbindung und VPN prüfen.</translation>
  </message>
  <message>
   <source>Check the network connection and the VPN; where a proxy is needed, set it in the network settings.</source>
   <translation>Netzverbindung und VPN prüfen; wo ein Proxy nötig ist, ihn in den Netzwerkeinstellungen festlegen.</translation>
  </message>
  <message>
   <source>Check the proxy in the network settings, or choose no proxy.</source>
   <translation>Den Proxy in den Netzwerkeinstellungen prüfen oder keinen Proxy wählen.</translation>
  </message>
  <message>
   <source>Check the rights to it; a company may manage it.</source>
   <translation>Die Rechte daran prüfen; ein Unternehmen könnte sie verwalten.</translation>
  </message>
  <message>
   <source>Check the url of the service key.</source>
   <translation>Die URL des Service-Keys prüfen.</translation>
  </message>
  <message>
   <source>Check the url of the service key; the sub-account may have been deleted.</source>
   <translation>Die URL des Service-Keys prüfen; der Subaccount könnte gelöscht sein.</translation>
  </message>
  <message>
   <source>Check this computer's date and time.</source>
   <translation>Datum und Uhrzeit dieses Computers prüfen.</translation>
  </message>
  <message>
   <source>Choose a model that is served.</source>
   <translation>Ein Modell wählen, das bedient wird.</translation>
  </message>
  <message>
   <source>Choose another folder.</source>
   <translation>Einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Choose another model.</source>
   <translation>Ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Choose another name or revoke it</source>
   <translation>Einen anderen Namen wählen oder ihn widerrufen</translation>
  </message>
  <message>
   <source>Choose another name.</source>
   <translation>Einen anderen Namen wählen.</translation>
  </message>
  <message>
   <source>Choose another one in the settings</source>
   <translation>Einen anderen in den Einstellungen wählen</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>Einen anderen wählen.</translation>
  </message>
  <message>
   <source>Choose another port with --port or in the settings</source>
   <translation>Einen anderen Port mit --port oder in den Einstellungen wählen</translation>
  </message>
  <message>
   <source>Choose it in the table.</source>
   <translation>In der Tabelle auswählen.</translation>
  </message>
  <message>
   <source>Choose one above 1023 with --port</source>
   <translation>Mit --port einen über 1023 wählen</translation>
  </message>
  <message>
   <source>Choose the JSON from BTP cockpit.</source>
   <translation>Das JSON aus dem BTP-Cockpit wählen.</translation>
  </message>
  <message>
   <source>Choose the file instead, or open it and paste what is in it.</source>
   <translation>Stattdessen die Datei wählen oder öffnen und ihren Inhalt einfügen.</translation>
  </message>
  <message>
   <source>Complete, with a client secret</source>
   <translation>Vollständig, mit einem Client-Secret</translation>
  </message>
  <message>
   <source>Complete, with an X.509 certificate that ends on {0} UTC</source>
   <translation>Vollständig, mit einem X.509-Zertifikat, das am {0} UTC endet</translation>
  </message>
  <message>
   <source>Conversations cannot be kept in {0}: {1}</source>
   <translation>Unterhaltungen können in {0} nicht aufbewahrt werden: {1}</translation>
  </message>
  <message>
   <source>Copy its setup instead.</source>
   <translation>Stattdessen die Einrichtung kopieren.</translation>
  </message>
  <message>
   <source>Copy the key anew.</source>
   <translation>Den Service-Key neu kopieren.</translation>
  </message>
  <message>
   <source>Copy the setup and paste it into yours.</source>
   <translation>Die Einrichtung kopieren und in das eigene einfügen.</translation>
  </message>
  <message>
   <source>Copy the values into it by hand.</source>
   <translation>Die Werte von Hand hineinkopieren.</translation>
  </message>
  <message>
   <source>Correct the proxy's user name and password in the network settings.</source>
   <translation>Benutzername und Passwort des Proxys in den Netzwerkeinstellungen berichtigen.</translation>
  </message>
  <message>
   <source>Create a new service key in the BTP cockpit and use that one in place of this</source>
   <translation>Im BTP-Cockpit einen neuen Service-Key anlegen und anstelle von diesem verwenden</translation>
  </message>
  <message>
   <source>Create a new service key in the BTP cockpit and use that one in place of this.</source>
   <translation>Im BTP-Cockpit einen neuen Service-Key anlegen und anstelle von diesem verwenden.</translation>
  </message>
  <message>
   <source>Delete it, and try another version or resource group.</source>
   <translation>Es löschen und eine andere Version oder Ressourcengruppe versuchen.</translation>
  </message>
  <message>
   <source>Deploy a model in SAP AI Launchpad, or choose another resource group.</source>
   <translation>Ein Modell im SAP AI Launchpad bereitstellen oder eine andere Ressourcengruppe wählen.</translation>
  </message>
  <message>
   <source>Deployments are found by themselves, once the service key is there.</source>
   <translation>Deployments werden von selbst gefunden, sobald der Service-Key da ist.</translation>
  </message>
  <message>
   <source>Drop the JSON file of the service key.</source>
   <translation>Die JSON-Datei des Service-Keys ablegen.</translation>
  </message>
  <message>
   <source>Enter the proxy's user name and password in the network settings.</source>
   <translation>Benutzername und Passwort des Proxys in den Netzwerkeinstellungen eingeben.</translation>
  </message>
  <message>
   <source>Give update_repository as https://github.com/OWNER/NAME.</source>
   <translation>update_repository als https://github.com/BESITZER/NAME angeben.</translation>
  </message>
  <message>
   <source>HTTP {0}</source>
   <translation>HTTP {0}</translation>
  </message>
  <message>
   <source>HTTP {0}: {1}</source>
   <translation>HTTP {0}: {1}</translation>
  </message>
  <message>
   <source>HTTPS is not possible with {0}: {1}</source>
   <translation>HTTPS ist mit {0} nicht möglich: {1}</translation>
  </message>
  <message>
   <source>Import it as a configuration instead.</source>
   <translation>Es stattdessen als Konfiguration importieren.</translation>
  </message>
  <message>
   <source>In the {0} the two URLs are exchanged: {1} holds the API's and {2} the token service's</source>
   <translation>{0}: Die beiden URLs sind vertauscht, {1} enthält die der API und {2} die des Token-Dienstes</translation>
  </message>
  <message>
   <source>In the {0} {1} does not start with https://</source>
   <translation>{0}: {1} beginnt nicht mit https://</translation>
  </message>
  <message>
   <source>In the {0} {1} holds a user name</source>
   <translation>{0}: {1} enthält einen Benutzernamen</translation>
  </message>
  <message>
   <source>In the {0} {1} is no PEM text</source>
   <translation>{0}: {1} ist kein PEM-Text</translation>
  </message>
  <message>
   <source>In the {0} {1} is no valid URL</source>
   <translation>{0}: {1} ist keine gültige URL</translation>
  </message>
  <message>
   <source>In the {0} {1} is not a text</source>
   <translation>{0}: {1} ist kein Text</translation>
  </message>
  <message>
   <source>In the {0} {1} names {2}, which cannot be read ({3})</source>
   <translation>{0}: {1} nennt {2}, das nicht gelesen werden kann ({3})</translation>
  </message>
  <message>
   <source>In the {0} {1} still holds a placeholder</source>
   <translation>{0}: {1} enthält noch einen Platzhalter</translation>
  </message>
  <message>
   <source>Install it with: {0}</source>
   <translation>Installieren mit: {0}</translation>
  </message>
  <message>
   <source>Install them with: pip install "aicore-tray[postgres]"</source>
   <translation>Installieren mit: pip install "aicore-tray[postgres]"</translation>
  </message>
  <message>
   <source>Is the proxy on?</source>
   <translation>Ist der Proxy an?</translation>
  </message>
  <message>
   <source>It comes from the configuration; change it there</source>
   <translation>Er stammt aus der Konfiguration und wird dort geändert</translation>
  </message>
  <message>
   <source>It is 32 bytes, written in base64</source>
   <translation>Es sind 32 Bytes, als Base64 geschrieben</translation>
  </message>
  <message>
   <source>It is as it was.</source>
   <translation>Sie ist, wie sie war.</translation>
  </message>
  <message>
   <source>It looks like https://host.</source>
   <translation>Sie sieht aus wie https://host.</translation>
  </message>
  <message>
   <source>It only points at a service: use the service key that the destination was made from.</source>
   <translation>Sie verweist nur auf einen Service: den Service-Key verwenden, aus dem die Destination gemacht wurde.</translation>
  </message>
  <message>
   <source>It starts with -----BEGIN and ends with -----END ...-----.</source>
   <translation>Er beginnt mit -----BEGIN und endet mit -----END ...-----.</translation>
  </message>
  <message>
   <source>It was damaged or belongs to another keyring; move it away to start a new one</source>
   <translation>Er wurde beschädigt oder gehört zu einem anderen Schlüsselbund; wegräumen, um einen neuen zu beginnen</translation>
  </message>
  <message>
   <source>It was perhaps deleted or copied incompletely. Create a new service key in the BTP cockpit and use that one in place of this.</source>
   <translation>Vielleicht wurde er gelöscht oder unvollständig kopiert. Im BTP-Cockpit einen neuen Service-Key anlegen und anstelle von diesem verwenden.</translation>
  </message>
  <message>
   <source>Look again with Refresh.</source>
   <translation>Mit „Aktualisieren“ erneut nachsehen.</translation>
  </message>
  <message>
   <source>Look at the change again.</source>
   <translation>Die Änderung noch einmal ansehen.</translation>
  </message>
  <message>
   <source>Look at the setting database, and whether its server runs</source>
   <translation>Die Einstellung database ansehen und prüfen, ob der Server läuft</translation>
  </message>
  <message>
   <source>Look at what its API key may ask for.</source>
   <translation>Nachsehen, wonach der API-Schlüssel fragen darf.</translation>
  </message>
  <message>
   <source>Look at {0}; the files as they were lie in {1}.</source>
   <translation>In {0} nachsehen; die Dateien, wie sie waren, liegen in {1}.</translation>
  </message>
  <message>
   <source>Look for it in the list.</source>
   <translation>In der Liste danach suchen.</translation>
  </message>
  <message>
   <source>Look whether the disk is full and the folder can be written to.</source>
   <translation>Prüfen, ob der Datenträger voll ist und in den Ordner geschrieben werden kann.</translation>
  </message>
  <message>
   <source>Move AI Core Tray into the Applications folder, start it from there and try again.</source>
   <translation>AI Core Tray in den Ordner „Programme“ bewegen, von dort starten und erneut versuchen.</translation>
  </message>
  <message>
   <source>Move it away and create new keys</source>
   <translation>Wegräumen und neue Schlüssel anlegen</translation>
  </message>
  <message>
   <source>Move it away to start a new one, or give another folder with --data-dir</source>
   <translation>Sie wegräumen, um eine neue zu beginnen, oder mit --data-dir einen anderen Ordner angeben</translation>
  </message>
  <message>
   <source>Move the file away to begin a new one.</source>
   <translation>Die Datei wegräumen, um eine neue zu beginnen.</translation>
  </message>
  <message>
   <source>No API key was sent; create one with `aicore-tray keys create NAME`</source>
   <translation>Es wurde kein API-Schlüssel gesendet; mit `aicore-tray keys create NAME` einen anlegen</translation>
  </message>
  <message>
   <source>No API of the proxy reaches models such as {0}</source>
   <translation>Keine API des Proxys erreicht Modelle wie {0}</translation>
  </message>
  <message>
   <source>No deployment of '{0}' is running</source>
   <translation>Kein Deployment von „{0}“ läuft</translation>
  </message>
  <message>
   <source>No deployment runs in {0}</source>
   <translation>In {0} läuft kein Deployment</translation>
  </message>
  <message>
   <source>No model is served yet</source>
   <translation>Noch wird kein Modell bedient</translation>
  </message>
  <message>
   <source>No port from {0} on is free</source>
   <translation>Ab {0} ist kein Port frei</translation>
  </message>
  <message>
   <source>No secure connection to {0} came about ({1})</source>
   <translation>Keine sichere Verbindung zu {0} kam zustande ({1})</translation>
  </message>
  <message>
   <source>No terminal was found on this computer</source>
   <translation>Auf diesem Computer wurde kein Terminal gefunden</translation>
  </message>
  <message>
   <source>Nothing answers at {0}</source>
   <translation>Unter {0} antwortet nichts</translation>
  </message>
  <message>
   <source>Ollama's API is not served: {0}. {1}</source>
   <translation>Die API von Ollama wird nicht bedient: {0}. {1}</translation>
  </message>
  <message>
   <source>Only a new deployment can be tried again</source>
   <translation>Nur ein neues Deployment kann erneut versucht werden</translation>
  </message>
  <message>
   <source>Only a stopped deployment can be deleted: stop it, and delete it when it has stopped.</source>
   <translation>Nur ein angehaltenes Deployment kann gelöscht werden: es anhalten und danach löschen.</translation>
  </message>
  <message>
   <source>Port {0} is taken by another program</source>
   <translation>Port {0} ist von einem anderen Programm belegt</translation>
  </message>
  <message>
   <source>Port {0} may not be used by this user</source>
   <translation>Port {0} darf von diesem Benutzer nicht verwendet werden</translation>
  </message>
  <message>
   <source>Put its value in quotes.</source>
   <translation>Den Wert in Anführungszeichen setzen.</translation>
  </message>
  <message>
   <source>Remove the part before @.</source>
   <translation>Den Teil vor dem @ entfernen.</translation>
  </message>
  <message>
   <source>Responses are served by POST here, without WebSockets</source>
   <translation>Responses werden hier per POST bedient, ohne WebSockets</translation>
  </message>
  <message>
   <source>Run Px or cntlm and enter http://127.0.0.1:3128 as the proxy.</source>
   <translation>Px oder cntlm starten und http://127.0.0.1:3128 als Proxy eintragen.</translation>
  </message>
  <message>
   <source>SAP AI Core answered with an error (HTTP {0})</source>
   <translation>SAP AI Core hat mit einem Fehler geantwortet (HTTP {0})</translation>
  </message>
  <message>
   <source>SAP AI Core answered with status {0}</source>
   <translation>SAP AI Core hat mit Status {0} geantwortet</translation>
  </message>
  <message>
   <source>SAP AI Core answered without a list ({0})</source>
   <translation>SAP AI Core hat ohne Liste geantwortet ({0})</translation>
  </message>
  <message>
   <source>SAP AI Core describes the deployment {0} in an unknown way</source>
   <translation>SAP AI Core beschreibt das Deployment {0} auf unbekannte Weise</translation>
  </message>
  <message>
   <source>SAP AI Core did not answer in time</source>
   <translation>SAP AI Core hat nicht rechtzeitig geantwortet</translation>
  </message>
  <message>
   <source>SAP AI Core goes on with it; the list of deployments shows how it ends.</source>
   <translation>SAP AI Core macht damit weiter; die Liste der Deployments zeigt, wie es ausgeht.</translation>
  </message>
  <message>
   <source>SAP AI Core has a problem of its own: try again later.</source>
   <translation>SAP AI Core hat selbst ein Problem: später noch einmal versuchen.</translation>
  </message>
  <message>
   <source>SAP AI Core has service keys of its own.</source>
   <translation>SAP AI Core hat eigene Service-Keys.</translation>
  </message>
  <message>
   <source>SAP AI Core made something and did not tell its id</source>
   <translation>SAP AI Core hat etwas angelegt und dessen ID nicht mitgeteilt</translation>
  </message>
  <message>
   <source>SAP AI Core offers no model '{0}' any more</source>
   <translation>SAP AI Core bietet kein Modell „{0}“ mehr an</translation>
  </message>
  <message>
   <source>SAP AI Core refused the access token that it had just given out</source>
   <translation>SAP AI Core hat das Zugangstoken abgelehnt, das es gerade ausgegeben hatte</translation>
  </message>
  <message>
   <source>SAP AI Core refused with HTTP {0}: {1}</source>
   <translation>SAP AI Core hat mit HTTP {0} abgelehnt: {1}</translation>
  </message>
  <message>
   <source>SAP AI Core wants fewer requests to this model for a moment</source>
   <translation>SAP AI Core möchte für einen Moment weniger Anfragen an dieses Modell</translation>
  </message>
  <message>
   <source>SAP AI Core's orchestration service does not serve the model '{0}', and the model has no running deployment of its own. SAP says: {1}</source>
   <translation>Der Orchestration-Service von SAP AI Core bedient das Modell „{0}“ nicht, und das Modell hat kein eigenes laufendes Deployment. SAP sagt: {1}</translation>
  </message>
  <message>
   <source>SAP may be out of order.</source>
   <translation>SAP ist vielleicht gestört.</translation>
  </message>
  <message>
   <source>SAP_* variables</source>
   <translation>SAP_*-Variablen</translation>
  </message>
  <message>
   <source>Secrets are sent over TLS only.</source>
   <translation>Geheimnisse werden nur über TLS gesendet.</translation>
  </message>
  <message>
   <source>Send it again.</source>
   <translation>Noch einmal senden.</translation>
  </message>
  <message>
   <source>Set vault_key_file in the settings, or give the key in AICORE_TRAY_KEY</source>
   <translation>vault_key_file in den Einstellungen setzen oder den Schlüssel in AICORE_TRAY_KEY angeben</translation>
  </message>
  <message>
   <source>Start a new conversation or choose a model with more room.</source>
   <translation>Eine neue Unterhaltung beginnen oder ein Modell mit mehr Platz wählen.</translation>
  </message>
  <message>
   <source>Start it first.</source>
   <translation>Zuerst starten.</translation>
  </message>
  <message>
   <source>Start it instead.</source>
   <translation>Es stattdessen starten.</translation>
  </message>
  <message>
   <source>Start the proxy and try again.</source>
   <translation>Den Proxy starten und es erneut versuchen.</translation>
  </message>
  <message>
   <source>Starting at login cannot be changed: {0} ({1})</source>
   <translation>Der Start beim Anmelden kann nicht geändert werden: {0} ({1})</translation>
  </message>
  <message>
   <source>Stop it, or choose another port with --port</source>
   <translation>Ihn anhalten oder mit --port einen anderen Port wählen</translation>
  </message>
  <message>
   <source>Swap them.</source>
   <translation>Sie tauschen.</translation>
  </message>
  <message>
   <source>Take it from the BTP cockpit: Instances and Subscriptions, your SAP AI Core instance, Service Keys, View, and copy all of it from { to }</source>
   <translation>Im BTP-Cockpit zu finden: Instanzen und Abonnements, Ihre SAP-AI-Core-Instanz, Service-Keys, Anzeigen; alles von { bis } kopieren</translation>
  </message>
  <message>
   <source>Take it from the BTP cockpit: Instances and Subscriptions, your SAP AI Core instance, Service Keys, View, and copy all of it from { to }.</source>
   <translation>Im BTP-Cockpit zu finden: Instanzen und Abonnements, Ihre SAP-AI-Core-Instanz, Service-Keys, Anzeigen; alles von { bis } kopieren.</translation>
  </message>
  <message>
   <source>Take our lines out by hand.</source>
   <translation>Unsere Zeilen von Hand herausnehmen.</translation>
  </message>
  <message>
   <source>The API key '{0}' expired on {1}; create another with `aicore-tray keys create NAME`</source>
   <translation>Der API-Schlüssel „{0}“ ist am {1} abgelaufen; mit `aicore-tray keys create NAME` einen anderen anlegen</translation>
  </message>
  <message>
   <source>The API key '{0}' may not use the model '{1}'; it may use {2}</source>
   <translation>Der API-Schlüssel „{0}“ darf das Modell „{1}“ nicht nutzen; er darf {2} nutzen</translation>
  </message>
  <message>
   <source>The API key '{0}' may send {1} requests a minute</source>
   <translation>Der API-Schlüssel „{0}“ darf {1} Anfragen pro Minute senden</translation>
  </message>
  <message>
   <source>The API key '{0}' may use {1} {2} and has used {3}; it may go on at {4}</source>
   <translation>Der API-Schlüssel „{0}“ darf {1} {2} verbrauchen und hat {3} verbraucht; weiter geht es am {4}</translation>
  </message>
  <message>
   <source>The PostgreSQL database is back, and replicas know of each other</source>
   <translation>Die PostgreSQL-Datenbank ist wieder da, und die Replikate wissen voneinander</translation>
  </message>
  <message>
   <source>The PostgreSQL database is back, and usage is in it</source>
   <translation>Die PostgreSQL-Datenbank ist wieder da, und die Nutzungsdaten sind darin</translation>
  </message>
  <message>
   <source>The PostgreSQL database {0} cannot be used: {1}</source>
   <translation>Die PostgreSQL-Datenbank {0} kann nicht verwendet werden: {1}</translation>
  </message>
  <message>
   <source>The PostgreSQL database {0} cannot store this: {1}</source>
   <translation>Die PostgreSQL-Datenbank {0} kann das nicht speichern: {1}</translation>
  </message>
  <message>
   <source>The PostgreSQL database {0} was written by a newer AI Core Tray</source>
   <translation>Die PostgreSQL-Datenbank {0} wurde von einem neueren AI Core Tray geschrieben</translation>
  </message>
  <message>
   <source>The account that served this model was just removed</source>
   <translation>Das Konto, das dieses Modell bediente, wurde gerade entfernt</translation>
  </message>
  <message>
   <source>The alias '{0}' leads to '{1}', and there is no running deployment of that model</source>
   <translation>Der Alias „{0}“ führt zu „{1}“, und von diesem Modell läuft kein Deployment</translation>
  </message>
  <message>
   <source>The answer broke off in the middle</source>
   <translation>Die Antwort brach mittendrin ab</translation>
  </message>
  <message>
   <source>The answer broke off: {0}</source>
   <translation>Die Antwort brach ab: {0}</translation>
  </message>
  <message>
   <source>The app ended before the model was asked.</source>
   <translation>Die App endete, bevor das Modell gefragt wurde.</translation>
  </message>
  <message>
   <source>The certificate expired on {0}</source>
   <translation>Das Zertifikat ist am {0} abgelaufen</translation>
  </message>
  <message>
   <source>The certificate in {0} cannot be read</source>
   <translation>Das Zertifikat in {0} kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>The certificate of the service key and its private key cannot be used ({0})</source>
   <translation>Das Zertifikat des Service-Keys und sein privater Schlüssel können nicht verwendet werden ({0})</translation>
  </message>
  <message>
   <source>The certificate of the service key cannot be read</source>
   <translation>Das Zertifikat des Service-Keys kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>The certificate of the service key expired on {0}</source>
   <translation>Das Zertifikat des Service-Keys ist am {0} abgelaufen</translation>
  </message>
  <message>
   <source>The certificate of the service key was refused{0}</source>
   <translation>Das Zertifikat des Service-Keys wurde abgelehnt{0}</translation>
  </message>
  <message>
   <source>The certificate of {0} belongs to another host ({1})</source>
   <translation>Das Zertifikat von {0} gehört zu einem anderen Host ({1})</translation>
  </message>
  <message>
   <source>The certificate of {0} is not valid now ({1})</source>
   <translation>Das Zertifikat von {0} ist jetzt nicht gültig ({1})</translation>
  </message>
  <message>
   <source>The certificate of {0} was issued by an authority that this computer does not trust ({1})</source>
   <translation>Das Zertifikat von {0} stammt von einer Stelle, der dieser Computer nicht vertraut ({1})</translation>
  </message>
  <message>
   <source>The client ID or secret of the service key was refused{0}</source>
   <translation>Client-ID oder Secret des Service-Keys wurde abgelehnt{0}</translation>
  </message>
  <message>
   <source>The configuration names deployments that were not found: {0}</source>
   <translation>Die Konfiguration nennt Deployments, die nicht gefunden wurden: {0}</translation>
  </message>
  <message>
   <source>The connection is direct, without a proxy</source>
   <translation>Die Verbindung ist direkt, ohne Proxy</translation>
  </message>
  <message>
   <source>The connection to {0} broke ({1})</source>
   <translation>Die Verbindung zu {0} ist abgerissen ({1})</translation>
  </message>
  <message>
   <source>The content filter of SAP AI Core ended the answer</source>
   <translation>Der Inhaltsfilter von SAP AI Core hat die Antwort beendet</translation>
  </message>
  <message>
   <source>The conversation is too long for this model</source>
   <translation>Die Unterhaltung ist für dieses Modell zu lang</translation>
  </message>
  <message>
   <source>The conversations are closed already</source>
   <translation>Die Unterhaltungen sind bereits geschlossen</translation>
  </message>
  <message>
   <source>The conversations in {0} cannot be opened: {1}</source>
   <translation>Die Unterhaltungen in {0} können nicht geöffnet werden: {1}</translation>
  </message>
  <message>
   <source>The conversations in {0} were written by a newer AI Core Tray</source>
   <translation>Die Unterhaltungen in {0} wurden von einem neueren AI Core Tray geschrieben</translation>
  </message>
  <message>
   <source>The deployment {0} is just being changed</source>
   <translation>Das Deployment {0} wird gerade geändert</translation>
  </message>
  <message>
   <source>The deployment {0} is still {1} after half an hour</source>
   <translation>Das Deployment {0} ist nach einer halben Stunde noch immer {1}</translation>
  </message>
  <message>
   <source>The deployment {0} {1}</source>
   <translation>Das Deployment {0} {1}</translation>
  </message>
  <message>
   <source>The file begins with a byte order mark, which not every reader takes</source>
   <translation>Die Datei beginnt mit einer Byte-Reihenfolge-Markierung, die nicht jedes Programm liest</translation>
  </message>
  <message>
   <source>The file cannot be read ({0})</source>
   <translation>Die Datei kann nicht gelesen werden ({0})</translation>
  </message>
  <message>
   <source>The file has a key that cannot be read</source>
   <translation>Die Datei hat einen Namen, der nicht gelesen werden kann</translation>
  </message>
  <message>
   <source>The file has more than one document</source>
   <translation>Die Datei hat mehr als ein Dokument</translation>
  </message>
  <message>
   <source>The file is a list at its top, or the other way about</source>
   <translation>Die Datei ist zuoberst eine Liste, oder gerade keine</translation>
  </message>
  <message>
   <source>The file is not in UTF-8</source>
   <translation>Die Datei ist nicht in UTF-8</translation>
  </message>
  <message>
   <source>The file is not plain JSON with names and values at its top</source>
   <translation>Die Datei ist kein reines JSON mit Namen und Werten zuoberst</translation>
  </message>
  <message>
   <source>The file is not plain JSON: a name is missing</source>
   <translation>Die Datei ist kein reines JSON: Ein Name fehlt</translation>
  </message>
  <message>
   <source>The file is not plain JSON: it has a number that JSON does not know</source>
   <translation>Die Datei ist kein reines JSON: Sie hat eine Zahl, die JSON nicht kennt</translation>
  </message>
  <message>
   <source>The file is not plain JSON: it is nested too deeply</source>
   <translation>Die Datei ist kein reines JSON: Sie ist zu tief verschachtelt</translation>
  </message>
  <message>
   <source>The file is not plain JSON: line {0} has a comment or an error</source>
   <translation>Die Datei ist kein reines JSON: Zeile {0} hat einen Kommentar oder einen Fehler</translation>
  </message>
  <message>
   <source>The file is not plain JSON: {0} is in it twice</source>
   <translation>Die Datei ist kein reines JSON: {0} steht zweimal darin</translation>
  </message>
  <message>
   <source>The file is not valid TOML: {0}</source>
   <translation>Die Datei ist kein gültiges TOML: {0}</translation>
  </message>
  <message>
   <source>The file is written in a way to which no lines can be added</source>
   <translation>Die Datei ist so geschrieben, dass keine Zeilen angefügt werden können</translation>
  </message>
  <message>
   <source>The file sets {0} already, in line {1}</source>
   <translation>Die Datei setzt {0} bereits, in Zeile {1}</translation>
  </message>
  <message>
   <source>The file {0} cannot be read ({1})</source>
   <translation>Die Datei {0} kann nicht gelesen werden ({1})</translation>
  </message>
  <message>
   <source>The file {0} does not exist</source>
   <translation>Die Datei {0} gibt es nicht</translation>
  </message>
  <message>
   <source>The folder {0} is gone</source>
   <translation>Den Ordner {0} gibt es nicht mehr</translation>
  </message>
  <message>
   <source>The host name '{0}' is not allowed; add it to allowed_hosts in the settings to serve it</source>
   <translation>Der Hostname „{0}“ ist nicht erlaubt; ihn in den Einstellungen unter allowed_hosts hinzufügen</translation>
  </message>
  <message>
   <source>The host {0} was not found</source>
   <translation>Der Host {0} wurde nicht gefunden</translation>
  </message>
  <message>
   <source>The key file {0} cannot be read</source>
   <translation>Die Schlüsseldatei {0} kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>The log tells more.</source>
   <translation>Das Protokoll sagt mehr.</translation>
  </message>
  <message>
   <source>The marks of our block in the file are damaged</source>
   <translation>Die Marken unseres Abschnitts in der Datei sind beschädigt</translation>
  </message>
  <message>
   <source>The model broke off its answer with an error</source>
   <translation>Das Modell hat seine Antwort mit einem Fehler abgebrochen</translation>
  </message>
  <message>
   <source>The model wrote a tool call that cannot be read ({0})</source>
   <translation>Das Modell hat einen Werkzeugaufruf geschrieben, der nicht gelesen werden kann ({0})</translation>
  </message>
  <message>
   <source>The model wrote no summary of the conversation</source>
   <translation>Das Modell hat keine Zusammenfassung der Unterhaltung geschrieben</translation>
  </message>
  <message>
   <source>The model's answer broke off: the upstream closed the stream before its end</source>
   <translation>Die Antwort des Modells brach ab: Die Gegenseite hat den Strom vor seinem Ende geschlossen</translation>
  </message>
  <message>
   <source>The model's answer cannot be read: the upstream sent something else than events</source>
   <translation>Die Antwort des Modells kann nicht gelesen werden: Die Gegenseite hat etwas anderes als Ereignisse gesendet</translation>
  </message>
  <message>
   <source>The model's answer failed without a reason</source>
   <translation>Die Antwort des Modells ist ohne Begründung gescheitert</translation>
  </message>
  <message>
   <source>The model's answer has another number of vectors than was asked</source>
   <translation>Die Antwort des Modells hat eine andere Zahl von Vektoren als gefragt</translation>
  </message>
  <message>
   <source>The monthly budget of {0} capacity units is used up; requests go on at {1}, or when monthly_budget in the settings is raised</source>
   <translation>Das Monatsbudget von {0} Capacity Units ist verbraucht; Anfragen gehen am {1} weiter, oder wenn monthly_budget in den Einstellungen erhöht wird</translation>
  </message>
  <message>
   <source>The new deployment {0} runs and does not answer: {1}</source>
   <translation>Das neue Deployment {0} läuft und antwortet nicht: {1}</translation>
  </message>
  <message>
   <source>The old one still serves. Delete the new one, or stop the old one when it answers.</source>
   <translation>Das alte bedient weiter. Das neue löschen oder das alte anhalten, wenn das neue antwortet.</translation>
  </message>
  <message>
   <source>The prompt was blocked by Google's filters ({0})</source>
   <translation>Der Prompt wurde von den Filtern von Google blockiert ({0})</translation>
  </message>
  <message>
   <source>The proxy does not know the chat's key</source>
   <translation>Der Proxy kennt den Schlüssel des Chats nicht</translation>
  </message>
  <message>
   <source>The proxy has no address yet</source>
   <translation>Der Proxy hat noch keine Adresse</translation>
  </message>
  <message>
   <source>The proxy is off</source>
   <translation>Der Proxy ist aus</translation>
  </message>
  <message>
   <source>The proxy listens on {0}: everybody who reaches this computer and has an API key can use your company's models.{1}</source>
   <translation>Der Proxy lauscht auf {0}: Jeder, der diesen Computer erreicht und einen API-Schlüssel hat, kann die Modelle Ihres Unternehmens nutzen.{1}</translation>
  </message>
  <message>
   <source>The proxy reaches Gemini through SAP AI Core's own service key.</source>
   <translation>Der Proxy erreicht Gemini über den eigenen Service-Key von SAP AI Core.</translation>
  </message>
  <message>
   <source>The proxy refused the user name or the password (407) before it connects to {0}</source>
   <translation>Der Proxy hat Benutzernamen oder Passwort abgelehnt (407), bevor er sich mit {0} verbindet</translation>
  </message>
  <message>
   <source>The proxy refused to connect to {0} (HTTP {1})</source>
   <translation>Der Proxy weigert sich, sich mit {0} zu verbinden (HTTP {1})</translation>
  </message>
  <message>
   <source>The proxy wants a user name and password (407) before it connects to {0}</source>
   <translation>Der Proxy verlangt Benutzernamen und Passwort (407), bevor er sich mit {0} verbindet</translation>
  </message>
  <message>
   <source>The proxy works without the catalogue.</source>
   <translation>Der Proxy funktioniert auch ohne den Katalog.</translation>
  </message>
  <message>
   <source>The proxy {0} has the address {1}</source>
   <translation>Der Proxy {0} hat die Adresse {1}</translation>
  </message>
  <message>
   <source>The proxy {0} lets us through</source>
   <translation>Der Proxy {0} lässt uns durch</translation>
  </message>
  <message>
   <source>The proxy {0}:{1} cannot be reached</source>
   <translation>Der Proxy {0}:{1} ist nicht zu erreichen</translation>
  </message>
  <message>
   <source>The request body came too slowly, or stopped before its end</source>
   <translation>Der Inhalt der Anfrage kam zu langsam oder hörte vor seinem Ende auf</translation>
  </message>
  <message>
   <source>The request body is larger than {0} MB</source>
   <translation>Der Inhalt der Anfrage ist größer als {0} MB</translation>
  </message>
  <message>
   <source>The resource group {0} cannot be used: {1}</source>
   <translation>Die Ressourcengruppe {0} kann nicht verwendet werden: {1}</translation>
  </message>
  <message>
   <source>The resource group {0} does not exist</source>
   <translation>Die Ressourcengruppe {0} gibt es nicht</translation>
  </message>
  <message>
   <source>The service key has no right to {0}, or there is no such resource group.</source>
   <translation>Der Service-Key hat kein Recht auf {0}, oder es gibt keine solche Ressourcengruppe.</translation>
  </message>
  <message>
   <source>The setting database holds from the next start on</source>
   <translation>Die Einstellung database gilt ab dem nächsten Start</translation>
  </message>
  <message>
   <source>The setting database needs packages that are not installed here</source>
   <translation>Die Einstellung database braucht Pakete, die hier nicht installiert sind</translation>
  </message>
  <message>
   <source>The settings name no account</source>
   <translation>Die Einstellungen nennen kein Konto</translation>
  </message>
  <message>
   <source>The system's keyring cannot be used ({0})</source>
   <translation>Der Schlüsselbund des Systems kann nicht verwendet werden ({0})</translation>
  </message>
  <message>
   <source>The system's keyring does not answer</source>
   <translation>Der Schlüsselbund des Systems antwortet nicht</translation>
  </message>
  <message>
   <source>The token service accepts the key</source>
   <translation>Der Token-Dienst nimmt den Service-Key an</translation>
  </message>
  <message>
   <source>The token service {0} answered with HTTP {1}</source>
   <translation>Der Token-Dienst {0} hat mit HTTP {1} geantwortet</translation>
  </message>
  <message>
   <source>The token service {0} is out of order (HTTP {1}){2}</source>
   <translation>Der Token-Dienst {0} ist gestört (HTTP {1}){2}</translation>
  </message>
  <message>
   <source>The token was refused although it is new: the API URL and the token service of the service key may belong to different instances.</source>
   <translation>Das Token wurde abgelehnt, obwohl es neu ist: Die API-URL und der Token-Dienst des Service-Keys gehören vielleicht zu verschiedenen Instanzen.</translation>
  </message>
  <message>
   <source>The usage database was damaged: it is kept as {0}, and a new one was begun</source>
   <translation>Die Nutzungsdatenbank war beschädigt: Sie wird als {0} aufbewahrt, und eine neue wurde begonnen</translation>
  </message>
  <message>
   <source>The usage database {0} cannot be used: file is not a database</source>
   <translation>Die Nutzungsdatenbank {0} kann nicht verwendet werden: Die Datei ist keine Datenbank</translation>
  </message>
  <message>
   <source>The usage database {0} was written by a newer AI Core Tray</source>
   <translation>Die Nutzungsdatenbank {0} wurde von einem neueren AI Core Tray geschrieben</translation>
  </message>
  <message>
   <source>The variable {0} decides this</source>
   <translation>Die Variable {0} legt das fest</translation>
  </message>
  <message>
   <source>The vault cannot be used ({0})</source>
   <translation>Der Tresor kann nicht verwendet werden ({0})</translation>
  </message>
  <message>
   <source>The vault {0} does not open with its key</source>
   <translation>Der Tresor {0} lässt sich mit seinem Schlüssel nicht öffnen</translation>
  </message>
  <message>
   <source>The vault {0} is there, but its key is not</source>
   <translation>Der Tresor {0} ist da, aber sein Schlüssel nicht</translation>
  </message>
  <message>
   <source>The vault's key file {0} cannot be made ({1})</source>
   <translation>Die Schlüsseldatei des Tresors {0} kann nicht angelegt werden ({1})</translation>
  </message>
  <message>
   <source>The vault's key file {0} cannot be read ({1})</source>
   <translation>Die Schlüsseldatei des Tresors {0} kann nicht gelesen werden ({1})</translation>
  </message>
  <message>
   <source>The vault's key in {0} is not right</source>
   <translation>Der Schlüssel des Tresors in {0} stimmt nicht</translation>
  </message>
  <message>
   <source>The vault's key was given from outside and is not ours to change</source>
   <translation>Der Schlüssel des Tresors wurde von außen vorgegeben und kann hier nicht geändert werden</translation>
  </message>
  <message>
   <source>The web page {0} may not call; cors_origins in the settings lists those</source>
   <translation>Die Webseite {0} darf nicht anfragen; cors_origins in den Einstellungen nennt die erlaubten</translation>
  </message>
  <message>
   <source>The {0} does not start with {: the beginning of the JSON was not copied</source>
   <translation>{0}: Der Text beginnt nicht mit {, der Anfang des JSON wurde nicht kopiert</translation>
  </message>
  <message>
   <source>The {0} ends early, in line {1}: only a part of the JSON was copied</source>
   <translation>{0}: Der Text endet zu früh, in Zeile {1}; nur ein Teil des JSON wurde kopiert</translation>
  </message>
  <message>
   <source>The {0} is a certificate or private key alone, not a service key</source>
   <translation>{0}: Das ist nur ein Zertifikat oder privater Schlüssel, kein Service-Key</translation>
  </message>
  <message>
   <source>The {0} is a list of {1} entries, not one service key</source>
   <translation>{0}: Das ist eine Liste mit {1} Einträgen, nicht ein einzelner Service-Key</translation>
  </message>
  <message>
   <source>The {0} is a text within a text, not a JSON object</source>
   <translation>{0}: Das ist ein Text in einem Text, kein JSON-Objekt</translation>
  </message>
  <message>
   <source>The {0} is empty</source>
   <translation>{0}: Der Text ist leer</translation>
  </message>
  <message>
   <source>The {0} is incomplete: {1} missing</source>
   <translation>{0}: unvollständig, es fehlt {1}</translation>
  </message>
  <message>
   <source>The {0} is no JSON</source>
   <translation>{0}: Das ist kein JSON</translation>
  </message>
  <message>
   <source>The {0} is not valid JSON: line {1}, column {2}: {3}</source>
   <translation>{0}: Das ist kein gültiges JSON, Zeile {1}, Spalte {2}: {3}</translation>
  </message>
  <message>
   <source>The {0} is the path of a file or an address, not the contents of a service key</source>
   <translation>{0}: Das ist der Pfad einer Datei oder eine Adresse, nicht der Inhalt eines Service-Keys</translation>
  </message>
  <message>
   <source>The {0} is {1}, not a JSON object with credentials</source>
   <translation>{0}: Das ist {1}, kein JSON-Objekt mit Zugangsdaten</translation>
  </message>
  <message>
   <source>The {0} is {1}, not a service key of SAP AI Core: {2} is missing</source>
   <translation>{0}: Das ist {1}, kein Service-Key von SAP AI Core; {2} fehlt</translation>
  </message>
  <message>
   <source>There are: {0}</source>
   <translation>Es gibt: {0}</translation>
  </message>
  <message>
   <source>There are: {0}.</source>
   <translation>Es gibt: {0}.</translation>
  </message>
  <message>
   <source>There is already a key called '{0}'</source>
   <translation>Es gibt schon einen Schlüssel namens „{0}“</translation>
  </message>
  <message>
   <source>There is already an account called '{0}'</source>
   <translation>Es gibt schon ein Konto namens „{0}“</translation>
  </message>
  <message>
   <source>There is no API key '{0}', on whose behalf Ollama's clients are to be served</source>
   <translation>Es gibt keinen API-Schlüssel „{0}“, in dessen Auftrag Clients von Ollama bedient werden sollen</translation>
  </message>
  <message>
   <source>There is no account '{0}'</source>
   <translation>Es gibt kein Konto „{0}“</translation>
  </message>
  <message>
   <source>There is no account called '{0}' in {1}</source>
   <translation>Es gibt kein Konto namens „{0}“ in {1}</translation>
  </message>
  <message>
   <source>There is no deployment {0} any more</source>
   <translation>Das Deployment {0} gibt es nicht mehr</translation>
  </message>
  <message>
   <source>There is no resource group {0}</source>
   <translation>Die Ressourcengruppe {0} gibt es nicht</translation>
  </message>
  <message>
   <source>There is no running deployment of the model '{0}'.{1}</source>
   <translation>Vom Modell „{0}“ läuft kein Deployment.{1}</translation>
  </message>
  <message>
   <source>There is no service key in it</source>
   <translation>Darin ist kein Service-Key</translation>
  </message>
  <message>
   <source>There is no stored key called '{0}'</source>
   <translation>Es gibt keinen gespeicherten Schlüssel namens „{0}“</translation>
  </message>
  <message>
   <source>There is no such deployment in {0}.</source>
   <translation>Ein solches Deployment gibt es in {0} nicht.</translation>
  </message>
  <message>
   <source>There is no token service at {0}: its subdomain {1} is not known</source>
   <translation>Unter {0} gibt es keinen Token-Dienst: Seine Subdomain {1} ist nicht bekannt</translation>
  </message>
  <message>
   <source>They are tried all the same. Correct deployment_models (deployments in our own settings), or leave it out to have them discovered.</source>
   <translation>Sie werden trotzdem versucht. deployment_models (deployments in den eigenen Einstellungen) berichtigen oder weglassen, damit sie gesucht werden.</translation>
  </message>
  <message>
   <source>This API key is not known here; `aicore-tray keys list` shows all</source>
   <translation>Dieser API-Schlüssel ist hier nicht bekannt; `aicore-tray keys list` zeigt alle</translation>
  </message>
  <message>
   <source>This account uses its own; SAP's SDKs would take the other one.</source>
   <translation>Dieses Konto verwendet seinen eigenen; die SDKs von SAP würden den anderen nehmen.</translation>
  </message>
  <message>
   <source>This computer has no keyring that keeps secrets</source>
   <translation>Dieser Computer hat keinen Schlüsselbund, der Geheimnisse aufbewahrt</translation>
  </message>
  <message>
   <source>This did not work: {0}</source>
   <translation>Das hat nicht geklappt: {0}</translation>
  </message>
  <message>
   <source>This is no HTTP request that can be read</source>
   <translation>Das ist keine HTTP-Anfrage, die gelesen werden kann</translation>
  </message>
  <message>
   <source>This machine has no address '{0}'</source>
   <translation>Dieser Computer hat keine Adresse „{0}“</translation>
  </message>
  <message>
   <source>This minute's requests to the model are used up; the next one can go in {0} s</source>
   <translation>Die Anfragen dieser Minute an das Modell sind verbraucht; die nächste kann in {0} s gehen</translation>
  </message>
  <message>
   <source>This needs an admin key; create one with `aicore-tray keys create NAME --admin`</source>
   <translation>Das braucht einen Admin-Schlüssel; mit `aicore-tray keys create NAME --admin` einen anlegen</translation>
  </message>
  <message>
   <source>This was not answered any more</source>
   <translation>Das wurde nicht mehr beantwortet</translation>
  </message>
  <message>
   <source>Too many requests: try again in a minute.</source>
   <translation>Zu viele Anfragen: in einer Minute noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Too many wrong API keys came from this address</source>
   <translation>Von dieser Adresse kamen zu viele falsche API-Schlüssel</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Erneut versuchen</translation>
  </message>
  <message>
   <source>Try again in a moment, or choose another model.</source>
   <translation>Gleich noch einmal versuchen oder ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Try again in a moment.</source>
   <translation>Gleich noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Try again in {0} seconds, or choose another model.</source>
   <translation>In {0} Sekunden noch einmal versuchen oder ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Try again later.</source>
   <translation>Später noch einmal versuchen.</translation>
  </message>
  <message>
   <source>Try again, or choose another model.</source>
   <translation>Noch einmal versuchen oder ein anderes Modell wählen.</translation>
  </message>
  <message>
   <source>Try again; check the network connection.</source>
   <translation>Noch einmal versuchen; die Netzverbindung prüfen.</translation>
  </message>
  <message>
   <source>Turn the proxy off and on again.</source>
   <translation>Den Proxy aus- und wieder einschalten.</translation>
  </message>
  <message>
   <source>Unlock it</source>
   <translation>Entsperren</translation>
  </message>
  <message>
   <source>Unlock it and try again</source>
   <translation>Entsperren und erneut versuchen</translation>
  </message>
  <message>
   <source>Unlock it, or set vault_key_file in the settings, or give the key in AICORE_TRAY_KEY</source>
   <translation>Entsperren, vault_key_file in den Einstellungen setzen oder den Schlüssel in AICORE_TRAY_KEY angeben</translation>
  </message>
  <message>
   <source>Unlock or restore the keyring it was made with, or move the vault away to start a new one</source>
   <translation>Den Schlüsselbund, mit dem er angelegt wurde, entsperren oder wiederherstellen; oder den Tresor wegräumen, um einen neuen zu beginnen</translation>
  </message>
  <message>
   <source>Unset it to change this here.</source>
   <translation>Sie entfernen, um es hier zu ändern.</translation>
  </message>
  <message>
   <source>Update this installation</source>
   <translation>Diese Installation aktualisieren</translation>
  </message>
  <message>
   <source>Update this installation.</source>
   <translation>Diese Installation aktualisieren.</translation>
  </message>
  <message>
   <source>Use 127.0.0.1, or 0.0.0.0 for all networks</source>
   <translation>127.0.0.1 verwenden, oder 0.0.0.0 für alle Netze</translation>
  </message>
  <message>
   <source>Use a single entry: the one of SAP AI Core.</source>
   <translation>Einen einzelnen Eintrag verwenden: den von SAP AI Core.</translation>
  </message>
  <message>
   <source>Use that one; another version can be deployed.</source>
   <translation>Jenes verwenden; eine andere Version kann bereitgestellt werden.</translation>
  </message>
  <message>
   <source>VCAP_SERVICES</source>
   <translation>VCAP_SERVICES</translation>
  </message>
  <message>
   <source>Wait a minute and try again.</source>
   <translation>Eine Minute warten und erneut versuchen.</translation>
  </message>
  <message>
   <source>Wait until that is done.</source>
   <translation>Warten, bis das fertig ist.</translation>
  </message>
  <message>
   <source>What came so far is kept.</source>
   <translation>Was bisher kam, bleibt.</translation>
  </message>
  <message>
   <source>What was written into tools' files cannot be read ({0})</source>
   <translation>Was in Dateien von Werkzeugen geschrieben wurde, kann nicht gelesen werden ({0})</translation>
  </message>
  <message>
   <source>Windows has reserved port {0} for itself</source>
   <translation>Windows hat Port {0} für sich reserviert</translation>
  </message>
  <message>
   <source>Your company's proxy wants a Windows sign-in (407) for {0}, which this app cannot do</source>
   <translation>Der Proxy Ihres Unternehmens verlangt für {0} eine Windows-Anmeldung (407), die diese App nicht beherrscht</translation>
  </message>
  <message>
   <source>`aicore-tray keys list` shows all</source>
   <translation>`aicore-tray keys list` zeigt alle</translation>
  </message>
  <message>
   <source>a BTP destination</source>
   <translation>eine BTP-Destination</translation>
  </message>
  <message>
   <source>a Google service account</source>
   <translation>ein Google-Servicekonto</translation>
  </message>
  <message>
   <source>a list</source>
   <translation>eine Liste</translation>
  </message>
  <message>
   <source>a name and a password do not belong here; set the name as proxy_user, and the password in the network settings of the app, which keep it in the vault</source>
   <translation>Name und Passwort gehören nicht hierher; den Namen als proxy_user setzen und das Passwort in den Netzwerkeinstellungen der App, die es im Tresor aufbewahrt</translation>
  </message>
  <message>
   <source>a number</source>
   <translation>eine Zahl</translation>
  </message>
  <message>
   <source>a password does not belong in a settings file; give it in PGPASSWORD, in .pgpass, or with the whole address in AICORE_TRAY_DATABASE</source>
   <translation>ein Passwort gehört nicht in eine Einstellungsdatei; es in PGPASSWORD, in .pgpass oder mit der ganzen Adresse in AICORE_TRAY_DATABASE angeben</translation>
  </message>
  <message>
   <source>a text</source>
   <translation>ein Text</translation>
  </message>
  <message>
   <source>aliases.{0}: is a deployed model's own name, which comes first</source>
   <translation>aliases.{0}: ist der eigene Name eines bereitgestellten Modells, der vorgeht</translation>
  </message>
  <message>
   <source>bring in the service key itself, or set the variable as LiteLLM has it</source>
   <translation>den Service-Key selbst hereinholen, oder die Variable setzen, wie LiteLLM sie hat</translation>
  </message>
  <message>
   <source>cannot be read ({0})</source>
   <translation>kann nicht gelesen werden ({0})</translation>
  </message>
  <message>
   <source>cannot be used ({0})</source>
   <translation>kann nicht verwendet werden ({0})</translation>
  </message>
  <message>
   <source>capacity units a day</source>
   <translation>Capacity Units pro Tag</translation>
  </message>
  <message>
   <source>capacity units a month</source>
   <translation>Capacity Units pro Monat</translation>
  </message>
  <message>
   <source>default_model: no running deployment has the model '{0}'</source>
   <translation>default_model: vom Modell „{0}“ läuft kein Deployment</translation>
  </message>
  <message>
   <source>environment (AICORE_* variables)</source>
   <translation>Umgebung (Variablen AICORE_*)</translation>
  </message>
  <message>
   <source>every one is switched off</source>
   <translation>alle sind ausgeschaltet</translation>
  </message>
  <message>
   <source>file</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>file {0}</source>
   <translation>Datei {0}</translation>
  </message>
  <message>
   <source>has no model that begins with sap/</source>
   <translation>hat kein Modell, das mit sap/ beginnt</translation>
  </message>
  <message>
   <source>imported</source>
   <translation>importiert</translation>
  </message>
  <message>
   <source>imported: is not valid TOML: {0}</source>
   <translation>importiert: kein gültiges TOML: {0}</translation>
  </message>
  <message>
   <source>is empty</source>
   <translation>ist leer</translation>
  </message>
  <message>
   <source>is missing</source>
   <translation>fehlt</translation>
  </message>
  <message>
   <source>is no address; use system, environment, none or http://host:port</source>
   <translation>keine Adresse; system, environment, none oder http://host:port verwenden</translation>
  </message>
  <message>
   <source>is not a known kind of model</source>
   <translation>keine bekannte Art von Modell</translation>
  </message>
  <message>
   <source>is not known</source>
   <translation>nicht bekannt</translation>
  </message>
  <message>
   <source>is set neither under environment_variables nor here</source>
   <translation>ist weder unter environment_variables noch hier gesetzt</translation>
  </message>
  <message>
   <source>it is read by {0}, and your computer trusts it</source>
   <translation>die Verbindung wird von {0} gelesen, und Ihr Computer vertraut dem</translation>
  </message>
  <message>
   <source>it is {0} of the service key</source>
   <translation>es ist {0} des Service-Keys</translation>
  </message>
  <message>
   <source>macOS runs AI Core Tray from a temporary place, which will be gone after the next login</source>
   <translation>macOS führt AI Core Tray von einem vorübergehenden Ort aus, den es nach der nächsten Anmeldung nicht mehr gibt</translation>
  </message>
  <message>
   <source>memory</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <source>must be a deployment id or a list of them</source>
   <translation>muss eine Deployment-ID oder eine Liste davon sein</translation>
  </message>
  <message>
   <source>must be a list of deployment URLs or ids</source>
   <translation>muss eine Liste von Deployment-URLs oder -IDs sein</translation>
  </message>
  <message>
   <source>must be a list of keys</source>
   <translation>muss eine Liste von Schlüsseln sein</translation>
  </message>
  <message>
   <source>must be a list with at least one model</source>
   <translation>muss eine Liste mit mindestens einem Modell sein</translation>
  </message>
  <message>
   <source>must be a list with at least one provider</source>
   <translation>muss eine Liste mit mindestens einem Anbieter sein</translation>
  </message>
  <message>
   <source>must be a number from 0 to 65535</source>
   <translation>muss eine Zahl von 0 bis 65535 sein</translation>
  </message>
  <message>
   <source>must be a text</source>
   <translation>muss ein Text sein</translation>
  </message>
  <message>
   <source>must be a text in quotes</source>
   <translation>muss ein Text in Anführungszeichen sein</translation>
  </message>
  <message>
   <source>must be a text that is not empty</source>
   <translation>muss ein Text sein, der nicht leer ist</translation>
  </message>
  <message>
   <source>must be an address, with a port or without</source>
   <translation>muss eine Adresse sein, mit Port oder ohne</translation>
  </message>
  <message>
   <source>must be an object</source>
   <translation>muss ein Objekt sein</translation>
  </message>
  <message>
   <source>must be the name of a file, or the service key itself as an object</source>
   <translation>muss der Name einer Datei sein, oder der Service-Key selbst als Objekt</translation>
  </message>
  <message>
   <source>must be the name of a resource group</source>
   <translation>muss der Name einer Ressourcengruppe sein</translation>
  </message>
  <message>
   <source>name at least one sub-account</source>
   <translation>mindestens einen Subaccount nennen</translation>
  </message>
  <message>
   <source>name the service key's JSON file, or put the key itself there</source>
   <translation>die JSON-Datei des Service-Keys nennen oder ihn selbst dort einsetzen</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keiner</translation>
  </message>
  <message>
   <source>nothing can be pulled; models come from the deployments in SAP AI Core</source>
   <translation>geladen werden kann nichts; Modelle kommen aus den Deployments in SAP AI Core</translation>
  </message>
  <message>
   <source>null</source>
   <translation>null</translation>
  </message>
  <message>
   <source>on its way</source>
   <translation>auf dem Weg</translation>
  </message>
  <message>
   <source>orchestration</source>
   <translation>Orchestration</translation>
  </message>
  <message>
   <source>over TLS</source>
   <translation>über TLS</translation>
  </message>
  <message>
   <source>see the README for the paths that exist</source>
   <translation>siehe README für die vorhandenen Pfade</translation>
  </message>
  <message>
   <source>service key</source>
   <translation>Service-Key</translation>
  </message>
  <message>
   <source>set service_key_file</source>
   <translation>service_key_file setzen</translation>
  </message>
  <message>
   <source>the administration</source>
   <translation>die Verwaltung</translation>
  </message>
  <message>
   <source>the configuration of another proxy</source>
   <translation>die Konfiguration eines anderen Proxys</translation>
  </message>
  <message>
   <source>the description of a deployment</source>
   <translation>die Beschreibung eines Deployments</translation>
  </message>
  <message>
   <source>the file {0} cannot be read ({1})</source>
   <translation>die Datei {0} kann nicht gelesen werden ({1})</translation>
  </message>
  <message>
   <source>the key of an XSUAA instance (Authorization and Trust Management)</source>
   <translation>der Schlüssel einer XSUAA-Instanz (Authorization and Trust Management)</translation>
  </message>
  <message>
   <source>the key of another service, with its credentials under uaa</source>
   <translation>der Schlüssel eines anderen Service, mit den Zugangsdaten unter uaa</translation>
  </message>
  <message>
   <source>the path is relative to {0}</source>
   <translation>der Pfad ist relativ zu {0}</translation>
  </message>
  <message>
   <source>the resource group {0}</source>
   <translation>die Ressourcengruppe {0}</translation>
  </message>
  <message>
   <source>the vault has no service key of this name</source>
   <translation>der Tresor hat keinen Service-Key dieses Namens</translation>
  </message>
  <message>
   <source>there are {0}</source>
   <translation>vorhanden sind {0}</translation>
  </message>
  <message>
   <source>there is no file {0}</source>
   <translation>es gibt keine Datei {0}</translation>
  </message>
  <message>
   <source>there is no such setting</source>
   <translation>diese Einstellung gibt es nicht</translation>
  </message>
  <message>
   <source>there is no such setting; did you mean {0}?</source>
   <translation>diese Einstellung gibt es nicht; gemeint sein könnte {0}?</translation>
  </message>
  <message>
   <source>thread: conversations are not held here; send all messages again</source>
   <translation>thread: Unterhaltungen werden hier nicht aufbewahrt; alle Nachrichten erneut senden</translation>
  </message>
  <message>
   <source>tls_certificate and tls_key are PEM files, the key without a password</source>
   <translation>tls_certificate und tls_key sind PEM-Dateien, der Schlüssel ohne Passwort</translation>
  </message>
  <message>
   <source>tokens a day</source>
   <translation>Token pro Tag</translation>
  </message>
  <message>
   <source>tokens a month</source>
   <translation>Token pro Monat</translation>
  </message>
  <message>
   <source>true or false</source>
   <translation>wahr oder falsch</translation>
  </message>
  <message>
   <source>without TLS</source>
   <translation>ohne TLS</translation>
  </message>
  <message>
   <source>write "127.0.0.1"</source>
   <translation>"127.0.0.1" schreiben</translation>
  </message>
  <message>
   <source>write "127.0.0.1:8900"</source>
   <translation>"127.0.0.1:8900" schreiben</translation>
  </message>
  <message>
   <source>write "default"</source>
   <translation>"default" schreiben</translation>
  </message>
  <message>
   <source>write ["a long random text"]</source>
   <translation>["ein langer zufälliger Text"] schreiben</translation>
  </message>
  <message>
   <source>write {"model": ["deployment URL or id"]}, or leave it out</source>
   <translation>{"model": ["Deployment-URL oder -ID"]} schreiben oder weglassen</translation>
  </message>
  <message>
   <source>write {"name": {"service_key_json": "key.json"}}</source>
   <translation>{"name": {"service_key_json": "key.json"}} schreiben</translation>
  </message>
  <message>
   <source>write {"service_key_json": "key.json"}</source>
   <translation>{"service_key_json": "key.json"} schreiben</translation>
  </message>
  <message>
   <source>write {0} without quotes</source>
   <translation>{0} ohne Anführungszeichen schreiben</translation>
  </message>
  <message>
   <source>{0} Here {1}</source>
   <translation>{0} Hier gilt: {1}</translation>
  </message>
  <message>
   <source>{0} Take it from the BTP cockpit: Instances and Subscriptions, your SAP AI Core instance, Service Keys, View, and copy all of it from { to }.</source>
   <translation>{0} Im BTP-Cockpit zu finden: Instanzen und Abonnements, Ihre SAP-AI-Core-Instanz, Service-Keys, Anzeigen; alles von { bis } kopieren.</translation>
  </message>
  <message>
   <source>{0} answered with HTTP {1}</source>
   <translation>{0} hat mit HTTP {1} geantwortet</translation>
  </message>
  <message>
   <source>{0} answered with something else than JSON</source>
   <translation>{0} hat mit etwas anderem als JSON geantwortet</translation>
  </message>
  <message>
   <source>{0} answered without a token</source>
   <translation>{0} hat ohne Token geantwortet</translation>
  </message>
  <message>
   <source>{0} answers with HTTP {1}</source>
   <translation>{0} antwortet mit HTTP {1}</translation>
  </message>
  <message>
   <source>{0} answers with HTTP {1} through the proxy {2}</source>
   <translation>{0} antwortet mit HTTP {1} durch den Proxy {2}</translation>
  </message>
  <message>
   <source>{0} answers {1}</source>
   <translation>{0} antwortet {1}</translation>
  </message>
  <message>
   <source>{0} answers {1} through the proxy {2}</source>
   <translation>{0} antwortet {1} durch den Proxy {2}</translation>
  </message>
  <message>
   <source>{0} asks for no key: every program on this computer can use it as Ollama, on behalf of the API key '{1}'</source>
   <translation>{0} verlangt keinen Schlüssel: Jedes Programm auf diesem Computer kann es als Ollama nutzen, im Auftrag des API-Schlüssels „{1}“</translation>
  </message>
  <message>
   <source>{0} cannot be reached ({1})</source>
   <translation>{0} ist nicht zu erreichen ({1})</translation>
  </message>
  <message>
   <source>{0} cannot be read</source>
   <translation>{0} kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>{0} cannot be read ({1})</source>
   <translation>{0} kann nicht gelesen werden ({1})</translation>
  </message>
  <message>
   <source>{0} cannot be set in the file by itself</source>
   <translation>{0} kann in der Datei nicht für sich gesetzt werden</translation>
  </message>
  <message>
   <source>{0} cannot be started from here</source>
   <translation>{0} kann von hier aus nicht gestartet werden</translation>
  </message>
  <message>
   <source>{0} cannot be written ({1})</source>
   <translation>{0} kann nicht geschrieben werden ({1})</translation>
  </message>
  <message>
   <source>{0} cannot be written: {1}</source>
   <translation>{0} kann nicht geschrieben werden: {1}</translation>
  </message>
  <message>
   <source>{0} could not be written ({1})</source>
   <translation>{0} konnte nicht geschrieben werden ({1})</translation>
  </message>
  <message>
   <source>{0} did not answer in time</source>
   <translation>{0} hat nicht rechtzeitig geantwortet</translation>
  </message>
  <message>
   <source>{0} does not answer ({1})</source>
   <translation>{0} antwortet nicht ({1})</translation>
  </message>
  <message>
   <source>{0} does not speak this tool's API</source>
   <translation>{0} spricht die API dieses Werkzeugs nicht</translation>
  </message>
  <message>
   <source>{0} has the address {1}</source>
   <translation>{0} hat die Adresse {1}</translation>
  </message>
  <message>
   <source>{0} in the file has no names and values of its own</source>
   <translation>{0} in der Datei hat keine eigenen Namen und Werte</translation>
  </message>
  <message>
   <source>{0} is a folder</source>
   <translation>{0} ist ein Ordner</translation>
  </message>
  <message>
   <source>{0} is a settings file of AI Core Tray</source>
   <translation>{0} ist eine Einstellungsdatei von AI Core Tray</translation>
  </message>
  <message>
   <source>{0} is at its limit</source>
   <translation>{0} ist an seiner Grenze</translation>
  </message>
  <message>
   <source>{0} is deployed in {1} already: {2} is {3}</source>
   <translation>{0} ist in {1} bereits bereitgestellt: {2} ist {3}</translation>
  </message>
  <message>
   <source>{0} is just being deployed in {1}</source>
   <translation>{0} wird gerade in {1} bereitgestellt</translation>
  </message>
  <message>
   <source>{0} is no port; use 0 to 65535</source>
   <translation>{0} ist kein Port; 0 bis 65535 verwenden</translation>
  </message>
  <message>
   <source>{0} is no price; use 0 or more</source>
   <translation>{0} ist kein Preis; mindestens 0 angeben</translation>
  </message>
  <message>
   <source>{0} is no service key</source>
   <translation>{0} ist kein Service-Key</translation>
  </message>
  <message>
   <source>{0} is not a valid address</source>
   <translation>{0} ist keine gültige Adresse</translation>
  </message>
  <message>
   <source>{0} is not kept any more</source>
   <translation>{0} wird nicht mehr aufbewahrt</translation>
  </message>
  <message>
   <source>{0} is not served any more</source>
   <translation>{0} wird nicht mehr bedient</translation>
  </message>
  <message>
   <source>{0} is not served here</source>
   <translation>{0} wird hier nicht bedient</translation>
  </message>
  <message>
   <source>{0} is set in the file already</source>
   <translation>{0} ist in der Datei bereits gesetzt</translation>
  </message>
  <message>
   <source>{0} is set in the file in a way of its own</source>
   <translation>{0} ist in der Datei auf eigene Weise gesetzt</translation>
  </message>
  <message>
   <source>{0} is too little; the least is {1}</source>
   <translation>{0} ist zu wenig; mindestens {1}</translation>
  </message>
  <message>
   <source>{0} is too much; the most is {1}</source>
   <translation>{0} ist zu viel; höchstens {1}</translation>
  </message>
  <message>
   <source>{0} is written in a way that cannot be kept</source>
   <translation>{0} ist so geschrieben, dass es sich nicht beibehalten lässt</translation>
  </message>
  <message>
   <source>{0} keeps its settings where nobody else can write</source>
   <translation>{0} bewahrt seine Einstellungen dort auf, wo niemand sonst schreiben kann</translation>
  </message>
  <message>
   <source>{0} models can be deployed, {1} of them deprecated</source>
   <translation>{0} Modelle können bereitgestellt werden, {1} davon abgekündigt</translation>
  </message>
  <message>
   <source>{0} more do not run</source>
   <translation>{0} weitere laufen nicht</translation>
  </message>
  <message>
   <source>{0} names no repository</source>
   <translation>{0} nennt kein Repository</translation>
  </message>
  <message>
   <source>{0} refused the connection</source>
   <translation>{0} hat die Verbindung abgelehnt</translation>
  </message>
  <message>
   <source>{0} refused the question (HTTP {1})</source>
   <translation>{0} hat die Frage abgelehnt (HTTP {1})</translation>
  </message>
  <message>
   <source>{0} running: {1}</source>
   <translation>{0} laufen: {1}</translation>
  </message>
  <message>
   <source>{0} running: {1} and {2} more models</source>
   <translation>{0} laufen: {1} und {2} weitere Modelle</translation>
  </message>
  <message>
   <source>{0} vouches for it</source>
   <translation>{0} bürgt dafür</translation>
  </message>
  <message>
   <source>{0} was asked for too many tokens{1}</source>
   <translation>{0} wurde um zu viele Token gebeten{1}</translation>
  </message>
  <message>
   <source>{0} was changed by another program meanwhile</source>
   <translation>{0} wurde inzwischen von einem anderen Programm geändert</translation>
  </message>
  <message>
   <source>{0} was changed in the meantime</source>
   <translation>{0} wurde inzwischen geändert</translation>
  </message>
  <message>
   <source>{0} was not found on this computer</source>
   <translation>{0} wurde auf diesem Computer nicht gefunden</translation>
  </message>
  <message>
   <source>{0} without a deployment are not served: the setting 'orchestration' is off</source>
   <translation>{0} ohne Deployment werden nicht bedient: Die Einstellung „orchestration“ ist aus</translation>
  </message>
  <message>
   <source>{0} without a deployment are served through orchestration</source>
   <translation>{0} ohne Deployment werden über Orchestration bedient</translation>
  </message>
  <message>
   <source>{0} {1} is not served here; {2}</source>
   <translation>{0} {1} wird hier nicht bedient; {2}</translation>
  </message>
  <message>
   <source>{0} {1}: this day is over</source>
   <translation>{0} {1}: Dieser Tag ist vorbei</translation>
  </message>
  <message>
   <source>{0} {1}: write 30d, 12h, or a day as 2026-12-31</source>
   <translation>{0} {1}: 30d, 12h oder einen Tag wie 2026-12-31 angeben</translation>
  </message>
  <message>
   <source>{0}, and cannot be moved: {1}</source>
   <translation>{0}, und sie lässt sich nicht bewegen: {1}</translation>
  </message>
  <message>
   <source>{0}. Keys and limits are those that are known here</source>
   <translation>{0}. Schlüssel und Grenzen sind die hier bekannten</translation>
  </message>
  <message>
   <source>{0}. Usage is kept on this computer until it is back</source>
   <translation>{0}. Nutzungsdaten bleiben auf diesem Computer, bis sie wieder da ist</translation>
  </message>
  <message>
   <source>{0}.{1}: names no model</source>
   <translation>{0}.{1}: nennt kein Modell</translation>
  </message>
  <message>
   <source>{0}.{1}: no running deployment has the model '{2}'{3}</source>
   <translation>{0}.{1}: vom Modell „{2}“ läuft kein Deployment{3}</translation>
  </message>
  <message>
   <source>{0}.{1}: {2} is no share; use a number above 0</source>
   <translation>{0}.{1}: {2} ist kein Anteil; eine Zahl über 0 angeben</translation>
  </message>
  <message>
   <source>{0}: accounts.{1}</source>
   <translation>{0}: accounts.{1}</translation>
  </message>
  <message>
   <source>{0}: accounts.{1}.{2}: {3}</source>
   <translation>{0}: accounts.{1}.{2}: {3}</translation>
  </message>
  <message>
   <source>{0}: cannot be read ({1})</source>
   <translation>{0}: kann nicht gelesen werden ({1})</translation>
  </message>
  <message>
   <source>{0}: is no configuration that is known here; aicore-router's has `providers`, LiteLLM's a `model_list`</source>
   <translation>{0}: ist keine Konfiguration, die hier bekannt ist; die von aicore-router hat `providers`, die von LiteLLM eine `model_list`</translation>
  </message>
  <message>
   <source>{0}: is not valid JSON: line {1}, column {2}: {3}</source>
   <translation>{0}: kein gültiges JSON, Zeile {1}, Spalte {2}: {3}</translation>
  </message>
  <message>
   <source>{0}: is not valid TOML: {1}</source>
   <translation>{0}: kein gültiges TOML: {1}</translation>
  </message>
  <message>
   <source>{0}: is not valid YAML</source>
   <translation>{0}: ist kein gültiges YAML</translation>
  </message>
  <message>
   <source>{0}: is not valid YAML: line {1} cannot be read</source>
   <translation>{0}: ist kein gültiges YAML: Zeile {1} kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>{0}: needs tls_certificate beside it</source>
   <translation>{0}: braucht tls_certificate dazu</translation>
  </message>
  <message>
   <source>{0}: no usable PEM file of certificate authorities ({1})</source>
   <translation>{0}: keine brauchbare PEM-Datei mit Zertifizierungsstellen ({1})</translation>
  </message>
  <message>
   <source>{0}: there is no such file</source>
   <translation>{0}: Diese Datei gibt es nicht</translation>
  </message>
  <message>
   <source>{0}: {1} is no limit; use 1 or more, or 0 for none</source>
   <translation>{0}: {1} ist keine Grenze; mindestens 1 angeben, oder 0 für keine</translation>
  </message>
  <message>
   <source>{0}; another service key is in {1}</source>
   <translation>{0}; ein anderer Service-Key ist in {1}</translation>
  </message>
 </context>
 <context>
  <name>MessageEditor</name>
  <message>
   <source>Attach new files to a new message.</source>
   <translation>Neue Dateien an eine neue Nachricht anhängen.</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Edit the message</source>
   <translation>Nachricht bearbeiten</translation>
  </message>
  <message>
   <source>Send</source>
   <translation>Senden</translation>
  </message>
  <message>
   <source>Sending it replaces the answer.</source>
   <translation>Das Senden ersetzt die Antwort.</translation>
  </message>
  <message>
   <source>Sending it replaces the {count} messages after it.</source>
   <translation>Das Senden ersetzt die {count} Nachrichten danach.</translation>
  </message>
 </context>
 <context>
  <name>ModelSheet</name>
  <message>
   <source>A small request for it, which reads your API key from the variable {name}.</source>
   <translation>Eine kleine Anfrage dafür, die Ihren API-Schlüssel aus der Variablen {name} liest.</translation>
  </message>
  <message>
   <source>Account {account}, resource group {group}</source>
   <translation>Konto {account}, Ressourcengruppe {group}</translation>
  </message>
  <message>
   <source>Ask for more…</source>
   <translation>Mehr beantragen…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Capacity units a million tokens: {price}</source>
   <translation>Capacity Units je Million Token: {price}</translation>
  </message>
  <message>
   <source>Context: {tokens} tokens</source>
   <translation>Kontext: {tokens} Token</translation>
  </message>
  <message>
   <source>Copy a request for this model as a curl command</source>
   <translation>Eine Anfrage für dieses Modell als curl-Befehl kopieren</translation>
  </message>
  <message>
   <source>Copy as curl</source>
   <translation>Als curl kopieren</translation>
  </message>
  <message>
   <source>Deployment</source>
   <translation>Deployment</translation>
  </message>
  <message>
   <source>Name in Anthropic's tools</source>
   <translation>Name in den Werkzeugen von Anthropic</translation>
  </message>
  <message>
   <source>Name in SAP AI Core</source>
   <translation>Name in SAP AI Core</translation>
  </message>
  <message>
   <source>Orchestration deployment</source>
   <translation>Orchestration-Deployment</translation>
  </message>
  <message>
   <source>Requests this minute: {count}</source>
   <translation>Anfragen in dieser Minute: {count}</translation>
  </message>
  <message>
   <source>Retires: {day}</source>
   <translation>Endet: {day}</translation>
  </message>
  <message>
   <source>SAP suggests instead:</source>
   <translation>SAP empfiehlt stattdessen:</translation>
  </message>
  <message>
   <source>Save names</source>
   <translation>Namen sichern</translation>
  </message>
  <message>
   <source>Separate several by commas; * stands for anything.</source>
   <translation>Mehrere durch Kommas trennen; * steht für alles.</translation>
  </message>
  <message>
   <source>Version: {version}</source>
   <translation>Version: {version}</translation>
  </message>
  <message>
   <source>Your names</source>
   <translation>Eigene Namen</translation>
  </message>
  <message>
   <source>my-model, team-*</source>
   <translation>mein-modell, team-*</translation>
  </message>
  <message>
   <source>{price_in} in, {price_out} out</source>
   <translation>{price_in} Eingabe, {price_out} Ausgabe</translation>
  </message>
  <message>
   <source>{version}, {newer} is newer</source>
   <translation>{version}, {newer} ist neuer</translation>
  </message>
 </context>
 <context>
  <name>ModelsPage</name>
  <message>
   <source>, {count} models more through orchestration</source>
   <translation>, {count} weitere Modelle über Orchestration</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Add service key…</source>
   <translation>Service-Key hinzufügen…</translation>
  </message>
  <message>
   <source>All accounts</source>
   <translation>Alle Konten</translation>
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation>Zuerst den Service-Key Ihrer SAP-AI-Core-Instanz einbringen.</translation>
  </message>
  <message>
   <source>Clear the filter</source>
   <translation>Filter leeren</translation>
  </message>
  <message>
   <source>Deploy a model, or choose another resource group of the account.</source>
   <translation>Ein Modell bereitstellen oder eine andere Ressourcengruppe des Kontos wählen.</translation>
  </message>
  <message>
   <source>Deployments</source>
   <translation>Deployments</translation>
  </message>
  <message>
   <source>Deploy…</source>
   <translation>Bereitstellen…</translation>
  </message>
  <message>
   <source>Details…</source>
   <translation>Details…</translation>
  </message>
  <message>
   <source>Filter models</source>
   <translation>Modelle filtern</translation>
  </message>
  <message>
   <source>Its answer is shown where you asked.</source>
   <translation>Die Antwort erscheint dort, wo Sie gefragt haben.</translation>
  </message>
  <message>
   <source>Looking for deployments…</source>
   <translation>Deployments werden gesucht…</translation>
  </message>
  <message>
   <source>Looking…</source>
   <translation>Sucht…</translation>
  </message>
  <message>
   <source>Manage</source>
   <translation>Verwalten</translation>
  </message>
  <message>
   <source>No deployment fits the filter.</source>
   <translation>Kein Deployment passt zum Filter.</translation>
  </message>
  <message>
   <source>No deployments in {group}</source>
   <translation>Keine Deployments in {group}</translation>
  </message>
  <message>
   <source>No deployments yet</source>
   <translation>Noch keine Deployments</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Refresh</source>
   <translation>Aktualisieren</translation>
  </message>
  <message>
   <source>SAP was asked for more requests for {model}.</source>
   <translation>Bei SAP sind mehr Anfragen für {model} beantragt.</translation>
  </message>
  <message>
   <source>Select a model first.</source>
   <translation>Zuerst ein Modell auswählen.</translation>
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation>Das dauert einige Sekunden.</translation>
  </message>
  <message>
   <source>as of {time}</source>
   <translation>Stand {time}</translation>
  </message>
  <message>
   <source>prices in capacity units a million tokens</source>
   <translation>Preise in Capacity Units je Million Token</translation>
  </message>
  <message>
   <source>{deployments} deployments, {accounts} accounts</source>
   <translation>{deployments} Deployments, {accounts} Konten</translation>
  </message>
  <message>
   <source>{on} of {count} on</source>
   <translation>{on} von {count} an</translation>
  </message>
 </context>
 <context>
  <name>ModelsStep</name>
  <message>
   <source>Deploy a model in SAP AI Launchpad, or go back and choose another resource group.</source>
   <translation>Ein Modell im SAP AI Launchpad bereitstellen oder zurückgehen und eine andere Ressourcengruppe wählen.</translation>
  </message>
  <message>
   <source>Look again</source>
   <translation>Erneut nachsehen</translation>
  </message>
  <message>
   <source>Looking for deployments…</source>
   <translation>Deployments werden gesucht…</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>Nothing is deployed here</source>
   <translation>Hier ist nichts bereitgestellt</translation>
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation>Das dauert einige Sekunden.</translation>
  </message>
  <message>
   <source>{on} models on. A new deployment is on by itself; you can change this at any time under Models.</source>
   <translation>{on} Modelle an. Ein neues Deployment ist von selbst an; unter „Modelle“ lässt sich das jederzeit ändern.</translation>
  </message>
 </context>
 <context>
  <name>Money</name>
  <message>
   <source>CU</source>
   <translation>CU</translation>
  </message>
 </context>
 <context>
  <name>MonthCard</name>
  <message>
   <source>Change budget…</source>
   <translation>Budget ändern…</translation>
  </message>
  <message>
   <source>Set a budget…</source>
   <translation>Budget festlegen…</translation>
  </message>
  <message>
   <source>The pace is that of the last 7 days.</source>
   <translation>Maßgeblich sind die letzten 7 Tage.</translation>
  </message>
  <message>
   <source>about {cost} by its end at this pace</source>
   <translation>etwa {cost} bis Monatsende, wenn es so weitergeht</translation>
  </message>
  <message>
   <source>at this pace about {cost}, over the budget</source>
   <translation>so weiter etwa {cost}, über dem Budget</translation>
  </message>
  <message>
   <source>no forecast before a whole day has passed</source>
   <translation>keine Prognose, bevor ein ganzer Tag vergangen ist</translation>
  </message>
  <message>
   <source>{cost} of {budget}</source>
   <translation>{cost} von {budget}</translation>
  </message>
 </context>
 <context>
  <name>NewKeySheet</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Choose a model.</source>
   <translation>Ein Modell wählen.</translation>
  </message>
  <message>
   <source>Claude Code</source>
   <translation>Claude Code</translation>
  </message>
  <message>
   <source>Give it a name.</source>
   <translation>Einen Namen angeben.</translation>
  </message>
  <message>
   <source>Make key</source>
   <translation>Schlüssel anlegen</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>New API key</source>
   <translation>Neuer API-Schlüssel</translation>
  </message>
  <message>
   <source>One for each tool, so that you can tell them apart and take one back alone.</source>
   <translation>Einer für jedes Werkzeug: So lassen sie sich unterscheiden und einzeln zurücknehmen.</translation>
  </message>
 </context>
 <context>
  <name>NoTrayStrip</name>
  <message>
   <source>Closing the window will quit; start the app again to open it.</source>
   <translation>Das Schließen des Fensters beendet die App; zum Öffnen neu starten.</translation>
  </message>
  <message>
   <source>How to add one</source>
   <translation>So wird einer hinzugefügt</translation>
  </message>
  <message>
   <source>This desktop shows no tray.</source>
   <translation>Dieser Desktop zeigt keinen Infobereich.</translation>
  </message>
 </context>
 <context>
  <name>Notifications</name>
  <message>
   <source>AI Core Tray is still running</source>
   <translation>AI Core Tray läuft weiter</translation>
  </message>
  <message>
   <source>Budget</source>
   <translation>Budget</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Credentials rejected</source>
   <translation>Zugangsdaten abgelehnt</translation>
  </message>
  <message>
   <source>Requests are turned away</source>
   <translation>Anfragen werden abgewiesen</translation>
  </message>
  <message>
   <source>The proxy cannot start</source>
   <translation>Der Proxy kann nicht starten</translation>
  </message>
  <message>
   <source>This did not work</source>
   <translation>Das hat nicht geklappt</translation>
  </message>
  <message>
   <source>Your tools keep working. Quit it from its icon here; Settings can end it with the window.</source>
   <translation>Ihre Werkzeuge arbeiten weiter. Beenden lässt sich die App über ihr Symbol hier; in den Einstellungen auch zusammen mit dem Fenster.</translation>
  </message>
  <message>
   <source>{model} is at its limit in SAP AI Core. Tools that wait and try again go on.</source>
   <translation>{model} ist in SAP AI Core an seiner Grenze. Werkzeuge, die warten und es erneut versuchen, arbeiten weiter.</translation>
  </message>
 </context>
 <context>
  <name>Numbers</name>
  <message>
   <source>never</source>
   <translation>nie</translation>
  </message>
  <message>
   <source>now</source>
   <translation>jetzt</translation>
  </message>
  <message>
   <source>{days} days</source>
   <translation>{days} d</translation>
  </message>
  <message>
   <source>{day} {month}</source>
   <translation>{day}. {month}</translation>
  </message>
  <message>
   <source>{day} {month} {year}</source>
   <translation>{day}. {month} {year}</translation>
  </message>
  <message>
   <source>{hours} h {minutes} min</source>
   <translation>{hours} h {minutes} min</translation>
  </message>
  <message>
   <source>{number} KB</source>
   <translation>{number} KB</translation>
  </message>
  <message>
   <source>{number} MB</source>
   <translation>{number} MB</translation>
  </message>
  <message>
   <source>{number} bytes</source>
   <translation>{number} Bytes</translation>
  </message>
  <message>
   <source>{number} min</source>
   <translation>{number} min</translation>
  </message>
  <message>
   <source>{number} ms</source>
   <translation>{number} ms</translation>
  </message>
  <message>
   <source>{number} s</source>
   <translation>{number} s</translation>
  </message>
  <message>
   <source>{weekday} {day} {month}</source>
   <translation>{weekday}, {day}. {month}</translation>
  </message>
 </context>
 <context>
  <name>OffersModel</name>
  <message>
   <source>CU in / out</source>
   <translation>CU ein / aus</translation>
  </message>
  <message>
   <source>Can</source>
   <translation>Kann</translation>
  </message>
  <message>
   <source>Context</source>
   <translation>Kontext</translation>
  </message>
  <message>
   <source>Deployed</source>
   <translation>Bereitgestellt</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Provider</source>
   <translation>Anbieter</translation>
  </message>
  <message>
   <source>Retires</source>
   <translation>Endet</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Through orchestration</source>
   <translation>Über Orchestration</translation>
  </message>
  <message>
   <source>embeddings</source>
   <translation>Embeddings</translation>
  </message>
  <message>
   <source>images</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>makes images</source>
   <translation>erzeugt Bilder</translation>
  </message>
  <message>
   <source>reasoning</source>
   <translation>Denken</translation>
  </message>
  <message>
   <source>speech</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>text</source>
   <translation>Text</translation>
  </message>
  <message>
   <source>{count} times</source>
   <translation>{count}-mal</translation>
  </message>
 </context>
 <context>
  <name>Overview</name>
  <message>
   <source>Headers</source>
   <translation>Header</translation>
  </message>
  <message>
   <source>Headers are kept in memory alone, of the last 1,000 requests since the start.</source>
   <translation>Header bleiben nur im Speicher, von den letzten 1.000 Anfragen seit dem Start.</translation>
  </message>
  <message>
   <source>Route</source>
   <translation>Weg</translation>
  </message>
  <message>
   <source>Time and tokens</source>
   <translation>Zeit und Token</translation>
  </message>
  <message>
   <source>secrets hidden</source>
   <translation>Geheimnisse verdeckt</translation>
  </message>
 </context>
 <context>
  <name>Page</name>
  <message>
   <source>API keys</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>Accounts</source>
   <translation>Konten</translation>
  </message>
  <message>
   <source>Chat</source>
   <translation>Chat</translation>
  </message>
  <message>
   <source>Checking</source>
   <translation>Wird geprüft</translation>
  </message>
  <message>
   <source>Connect</source>
   <translation>Verbinden</translation>
  </message>
  <message>
   <source>Dashboard</source>
   <translation>Übersicht</translation>
  </message>
  <message>
   <source>Diagnostics</source>
   <translation>Diagnose</translation>
  </message>
  <message>
   <source>Ends soon</source>
   <translation>Endet bald</translation>
  </message>
  <message>
   <source>Got it</source>
   <translation>Verstanden</translation>
  </message>
  <message>
   <source>Locked</source>
   <translation>Gesperrt</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>No key</source>
   <translation>Kein Service-Key</translation>
  </message>
  <message>
   <source>Not reached</source>
   <translation>Nicht erreicht</translation>
  </message>
  <message>
   <source>Nothing deployed</source>
   <translation>Nichts bereitgestellt</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Problem</source>
   <translation>Problem</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>Bereit</translation>
  </message>
  <message>
   <source>Refused</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <source>Requests</source>
   <translation>Anfragen</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>The proxy is off.</source>
   <translation>Der Proxy ist aus.</translation>
  </message>
  <message>
   <source>Tools get no answer.</source>
   <translation>Werkzeuge bekommen keine Antwort.</translation>
  </message>
 </context>
 <context>
  <name>ParametersPanel</name>
  <message>
   <source>At most {limit}</source>
   <translation>Höchstens {limit}</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>High</source>
   <translation>Hoch</translation>
  </message>
  <message>
   <source>Highest</source>
   <translation>Am höchsten</translation>
  </message>
  <message>
   <source>Kept with this conversation.</source>
   <translation>Wird mit dieser Unterhaltung aufbewahrt.</translation>
  </message>
  <message>
   <source>Low</source>
   <translation>Niedrig</translation>
  </message>
  <message>
   <source>Maximum tokens</source>
   <translation>Höchstzahl an Token</translation>
  </message>
  <message>
   <source>Medium</source>
   <translation>Mittel</translation>
  </message>
  <message>
   <source>Minimal</source>
   <translation>Minimal</translation>
  </message>
  <message>
   <source>Model's own</source>
   <translation>Vorgabe des Modells</translation>
  </message>
  <message>
   <source>None</source>
   <translation>Keiner</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <source>Reasoning effort</source>
   <translation>Denkaufwand</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>Temperatur</translation>
  </message>
  <message>
   <source>Very high</source>
   <translation>Sehr hoch</translation>
  </message>
  <message>
   <source>{model} sets its temperature itself.</source>
   <translation>{model} legt seine Temperatur selbst fest.</translation>
  </message>
 </context>
 <context>
  <name>Pill</name>
  <message>
   <source>Status: {status}</source>
   <translation>Status: {status}</translation>
  </message>
 </context>
 <context>
  <name>ProxyCard</name>
  <message>
   <source>127.0.0.1 and localhost are always on this list.</source>
   <translation>127.0.0.1 und localhost stehen immer auf dieser Liste.</translation>
  </message>
  <message>
   <source>Add a service key first; the test goes to its addresses.</source>
   <translation>Zuerst einen Service-Key hinzufügen; der Test geht zu dessen Adressen.</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>As the environment says</source>
   <translation>Wie die Umgebung es sagt</translation>
  </message>
  <message>
   <source>As this computer is set</source>
   <translation>Wie dieser Computer</translation>
  </message>
  <message>
   <source>Empty if it wants none.</source>
   <translation>Leer, wenn er keinen verlangt.</translation>
  </message>
  <message>
   <source>HTTPS_PROXY and NO_PROXY</source>
   <translation>HTTPS_PROXY und NO_PROXY</translation>
  </message>
  <message>
   <source>Hosts that never use the proxy</source>
   <translation>Hosts, die den Proxy nie benutzen</translation>
  </message>
  <message>
   <source>Kept in your keyring.</source>
   <translation>Wird in Ihrem Schlüsselbund aufbewahrt.</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>None</source>
   <translation>Keiner</translation>
  </message>
  <message>
   <source>Password</source>
   <translation>Passwort</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Proxy to SAP AI Core</source>
   <translation>Proxy zu SAP AI Core</translation>
  </message>
  <message>
   <source>Reached SAP AI Core in {time}.</source>
   <translation>SAP AI Core in {time} erreicht.</translation>
  </message>
  <message>
   <source>Set here…</source>
   <translation>Hier festlegen…</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Testen</translation>
  </message>
  <message>
   <source>Testing…</source>
   <translation>Wird getestet…</translation>
  </message>
  <message>
   <source>uses no proxy now</source>
   <translation>benutzt jetzt keinen Proxy</translation>
  </message>
  <message>
   <source>uses {proxy}</source>
   <translation>benutzt {proxy}</translation>
  </message>
 </context>
 <context>
  <name>Quota</name>
  <message>
   <source>{used} of about {limit}</source>
   <translation>{used} von etwa {limit}</translation>
  </message>
  <message>
   <source>{used} of {limit}</source>
   <translation>{used} von {limit}</translation>
  </message>
 </context>
 <context>
  <name>Rail</name>
  <message>
   <source>Set up, about 3 minutes</source>
   <translation>Dauert etwa 3 Minuten</translation>
  </message>
  <message>
   <source>Skip for now</source>
   <translation>Vorerst überspringen</translation>
  </message>
  <message>
   <source>Steps of the set-up</source>
   <translation>Schritte der Einrichtung</translation>
  </message>
 </context>
 <context>
  <name>RecentModel</name>
  <message>
   <source>Client</source>
   <translation>Client</translation>
  </message>
  <message>
   <source>First token</source>
   <translation>Erstes Token</translation>
  </message>
  <message>
   <source>In</source>
   <translation>Eingabe</translation>
  </message>
  <message>
   <source>Last requests</source>
   <translation>Letzte Anfragen</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Out</source>
   <translation>Ausgabe</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>Gesamt</translation>
  </message>
  <message>
   <source>{client}, with the key of {key}</source>
   <translation>{client}, mit dem Schlüssel von {key}</translation>
  </message>
 </context>
 <context>
  <name>Recipe</name>
  <message>
   <source>A Zed that was not started in a terminal does not see the variable: enter the key in its settings.</source>
   <translation>Ein Zed, das nicht im Terminal gestartet wurde, sieht die Variable nicht: Den Schlüssel in seinen Einstellungen eintragen.</translation>
  </message>
  <message>
   <source>A container has a 127.0.0.1 of its own: start it with the network of this computer.</source>
   <translation>Ein Container hat ein eigenes 127.0.0.1: Ihn mit dem Netz dieses Computers starten.</translation>
  </message>
  <message>
   <source>A profile of its own</source>
   <translation>Ein eigenes Profil</translation>
  </message>
  <message>
   <source>API</source>
   <translation>API</translation>
  </message>
  <message>
   <source>API URL</source>
   <translation>API URL</translation>
  </message>
  <message>
   <source>API host</source>
   <translation>API host</translation>
  </message>
  <message>
   <source>API key</source>
   <translation>API key</translation>
  </message>
  <message>
   <source>API mode</source>
   <translation>API mode</translation>
  </message>
  <message>
   <source>API path</source>
   <translation>API path</translation>
  </message>
  <message>
   <source>API provider</source>
   <translation>API provider</translation>
  </message>
  <message>
   <source>API proxy URL</source>
   <translation>API proxy URL</translation>
  </message>
  <message>
   <source>API type</source>
   <translation>API type</translation>
  </message>
  <message>
   <source>Add custom model</source>
   <translation>Add custom model</translation>
  </message>
  <message>
   <source>At the first start</source>
   <translation>Beim ersten Start</translation>
  </message>
  <message>
   <source>Base URL</source>
   <translation>Base URL</translation>
  </message>
  <message>
   <source>By a public address</source>
   <translation>Über eine öffentliche Adresse</translation>
  </message>
  <message>
   <source>Certificate to trust</source>
   <translation>Zertifikat, dem zu vertrauen ist</translation>
  </message>
  <message>
   <source>Choose OpenAI or OpenAI-compatible in its settings, and fill in these fields.</source>
   <translation>In den Einstellungen OpenAI oder „OpenAI-compatible“ wählen und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Choose a model of SAP AI Core below Continue's chat.</source>
   <translation>Unter dem Chat von Continue ein Modell von SAP AI Core wählen.</translation>
  </message>
  <message>
   <source>Claude Code talks to this proxy without the router as well, from its own card.</source>
   <translation>Claude Code spricht auch ohne den Router mit diesem Proxy, über seine eigene Karte.</translation>
  </message>
  <message>
   <source>Context window size</source>
   <translation>Context window size</translation>
  </message>
  <message>
   <source>Cursor's completion while you type and its terminal program go to Cursor's own models all the same.</source>
   <translation>Die Ergänzung beim Tippen und das Terminalprogramm von Cursor gehen trotzdem an Cursors eigene Modelle.</translation>
  </message>
  <message>
   <source>Cursor's own servers make the call, not this computer. They cannot reach an address that is only here.</source>
   <translation>Die Server von Cursor stellen die Anfrage, nicht dieser Computer. Eine Adresse, die es nur hier gibt, erreichen sie nicht.</translation>
  </message>
  <message>
   <source>Fill in these fields with http:// in front, as Chatbox puts https:// there otherwise.</source>
   <translation>Diese Felder mit http:// am Anfang ausfüllen, denn Chatbox setzt sonst https:// davor.</translation>
  </message>
  <message>
   <source>Fill in these fields, press Manage, and add the models that it finds.</source>
   <translation>Diese Felder ausfüllen, „Manage“ drücken und die gefundenen Modelle hinzufügen.</translation>
  </message>
  <message>
   <source>Fill in these fields, turn tool calling on, and press Test Connection.</source>
   <translation>Diese Felder ausfüllen, „tool calling“ einschalten und „Test Connection“ drücken.</translation>
  </message>
  <message>
   <source>For every terminal and the editor's extension</source>
   <translation>Für jedes Terminal und die Erweiterung des Editors</translation>
  </message>
  <message>
   <source>For good</source>
   <translation>Dauerhaft</translation>
  </message>
  <message>
   <source>For this terminal</source>
   <translation>Für dieses Terminal</translation>
  </message>
  <message>
   <source>Gemini CLI reads that file in folders that you trust; in others it asks first.</source>
   <translation>Gemini CLI liest diese Datei in Ordnern, denen Sie vertrauen; in anderen fragt es zuerst.</translation>
  </message>
  <message>
   <source>Give the model the alias sap-model under Models; Cursor has refused names with a maker in them.</source>
   <translation>Dem Modell unter „Modelle“ den Alias sap-model geben; Namen mit einem Hersteller darin hat Cursor schon abgelehnt.</translation>
  </message>
  <message>
   <source>If your company serves this proxy under a public https address, enter it in Cursor's settings.</source>
   <translation>Wenn Ihr Unternehmen diesen Proxy unter einer öffentlichen https-Adresse anbietet, sie in den Einstellungen von Cursor eintragen.</translation>
  </message>
  <message>
   <source>In Cursor's extensions, install Cline and set it up from its card: it calls from this computer, too.</source>
   <translation>Unter den Erweiterungen von Cursor Cline installieren und über seine Karte einrichten: Auch Cline fragt von diesem Computer aus.</translation>
  </message>
  <message>
   <source>In Cursor's terminal, start Claude Code or Codex from their cards: they call from this computer.</source>
   <translation>Im Terminal von Cursor Claude Code oder Codex über ihre Karten starten: Sie fragen von diesem Computer aus.</translation>
  </message>
  <message>
   <source>In a project with a .env file of its own it reads that one alone.</source>
   <translation>In einem Projekt mit einer eigenen Datei .env liest es nur diese.</translation>
  </message>
  <message>
   <source>In a terminal</source>
   <translation>Im Terminal</translation>
  </message>
  <message>
   <source>In its settings</source>
   <translation>In den Einstellungen des Werkzeugs</translation>
  </message>
  <message>
   <source>In the editor</source>
   <translation>Im Editor</translation>
  </message>
  <message>
   <source>It reads these variables when it starts for the first time, and keeps them in its database.</source>
   <translation>Es liest diese Variablen beim allerersten Start und behält sie in seiner Datenbank.</translation>
  </message>
  <message>
   <source>Its variables</source>
   <translation>Die Variablen</translation>
  </message>
  <message>
   <source>Merge both parts into Gemini CLI's files; the key then lies in the second one.</source>
   <translation>Beide Teile in die Dateien von Gemini CLI einfügen; der Schlüssel liegt dann in der zweiten.</translation>
  </message>
  <message>
   <source>Merge this into Claude Code's settings file; the key then lies in that file.</source>
   <translation>In die Einstellungsdatei von Claude Code einfügen; der Schlüssel liegt dann in dieser Datei.</translation>
  </message>
  <message>
   <source>Merge this into the tool's settings; they hold no secret.</source>
   <translation>In die Einstellungen des Werkzeugs einfügen; sie enthalten kein Geheimnis.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Model</translation>
  </message>
  <message>
   <source>Model ID</source>
   <translation>Model ID</translation>
  </message>
  <message>
   <source>Model name</source>
   <translation>Model name</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>On its server</source>
   <translation>Auf dem Server</translation>
  </message>
  <message>
   <source>One request</source>
   <translation>Eine Anfrage</translation>
  </message>
  <message>
   <source>Open Admin Settings, Connections, press the plus beside OpenAI, and fill in these fields.</source>
   <translation>„Admin Settings“, „Connections“ öffnen, das Plus neben OpenAI drücken und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Open Cline in the editor, press the gear, and fill in these fields.</source>
   <translation>Cline im Editor öffnen, das Zahnrad drücken und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Open Kilo's Settings, Providers, Custom provider, and fill in these fields.</source>
   <translation>In Kilo „Settings“, „Providers“, „Custom provider“ öffnen und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Open Roo Code in the editor, press the gear, choose Providers, and fill in these fields.</source>
   <translation>Roo Code im Editor öffnen, das Zahnrad drücken, „Providers“ wählen und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Open Settings, AI Service Provider, OpenAI, fill in these fields, and add the models by name.</source>
   <translation>„Settings“, „AI Service Provider“, „OpenAI“ öffnen, diese Felder ausfüllen und die Modelle beim Namen hinzufügen.</translation>
  </message>
  <message>
   <source>Open Settings, Model Provider, and press Add.</source>
   <translation>„Settings“, „Model Provider“ öffnen und „Add“ drücken.</translation>
  </message>
  <message>
   <source>Open Settings, Providers, press the plus, fill in these fields, and fetch the models.</source>
   <translation>„Settings“, „Providers“ öffnen, das Plus drücken, diese Felder ausfüllen und die Modelle abrufen.</translation>
  </message>
  <message>
   <source>Open Settings, Tools, AI Assistant, Providers &amp; API keys, and choose OpenAI-compatible.</source>
   <translation>„Settings“, „Tools“, „AI Assistant“, „Providers &amp; API keys“ öffnen und „OpenAI-compatible“ wählen.</translation>
  </message>
  <message>
   <source>OpenAI API key</source>
   <translation>OpenAI API key</translation>
  </message>
  <message>
   <source>Override OpenAI base URL</source>
   <translation>Override OpenAI base URL</translation>
  </message>
  <message>
   <source>Paste this into a terminal. It holds for that terminal alone and changes no file.</source>
   <translation>In ein Terminal einfügen. Es gilt nur für dieses Terminal und ändert keine Datei.</translation>
  </message>
  <message>
   <source>Paste this into a terminal; the model answers in JSON.</source>
   <translation>In ein Terminal einfügen; das Modell antwortet in JSON.</translation>
  </message>
  <message>
   <source>Provider name</source>
   <translation>Provider name</translation>
  </message>
  <message>
   <source>Provider type</source>
   <translation>Provider type</translation>
  </message>
  <message>
   <source>Put the first part into librechat.yaml and the second one into .env, and start LibreChat again.</source>
   <translation>Den ersten Teil in librechat.yaml und den zweiten in .env einfügen und LibreChat neu starten.</translation>
  </message>
  <message>
   <source>Put the first part into llm's list of models; llm logs path tells its folder.</source>
   <translation>Den ersten Teil in die Modellliste von llm einfügen; „llm logs path“ nennt ihren Ordner.</translation>
  </message>
  <message>
   <source>Run Chat: Manage Language Models, press Add Models, choose Custom Endpoint, and fill in these fields.</source>
   <translation>„Chat: Manage Language Models“ ausführen, „Add Models“ drücken, „Custom Endpoint“ wählen und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Run agent: open settings, press Add Provider, choose OpenAI, and fill in these fields.</source>
   <translation>„agent: open settings“ ausführen, „Add Provider“ drücken, „OpenAI“ wählen und diese Felder ausfüllen.</translation>
  </message>
  <message>
   <source>Run once</source>
   <translation>Einmal ausführen</translation>
  </message>
  <message>
   <source>Run the second part once: llm keeps the key in its own file.</source>
   <translation>Den zweiten Teil einmal ausführen: llm behält den Schlüssel in seiner eigenen Datei.</translation>
  </message>
  <message>
   <source>Save the first part as Continue's configuration, or put its models below those that are there.</source>
   <translation>Den ersten Teil als Konfiguration von Continue sichern oder seine Modelle unter die vorhandenen setzen.</translation>
  </message>
  <message>
   <source>Save the first part as a profile of Codex; it holds no secret.</source>
   <translation>Den ersten Teil als Profil von Codex sichern; er enthält kein Geheimnis.</translation>
  </message>
  <message>
   <source>Set address and key where the program starts; the code itself holds no secret.</source>
   <translation>Adresse und Schlüssel dort setzen, wo das Programm startet; der Code selbst enthält kein Geheimnis.</translation>
  </message>
  <message>
   <source>Set the key where your shell sets its variables, and start Codex with the profile.</source>
   <translation>Den Schlüssel dort setzen, wo Ihre Shell ihre Variablen setzt, und Codex mit dem Profil starten.</translation>
  </message>
  <message>
   <source>Set the key where your shell sets its variables.</source>
   <translation>Den Schlüssel dort setzen, wo Ihre Shell ihre Variablen setzt.</translation>
  </message>
  <message>
   <source>Set these variables where its server starts.</source>
   <translation>Diese Variablen dort setzen, wo der Server startet.</translation>
  </message>
  <message>
   <source>The environment</source>
   <translation>Die Umgebung</translation>
  </message>
  <message>
   <source>The first start</source>
   <translation>Der erste Start</translation>
  </message>
  <message>
   <source>The key</source>
   <translation>Der Schlüssel</translation>
  </message>
  <message>
   <source>The key, and the start</source>
   <translation>Der Schlüssel und der Start</translation>
  </message>
  <message>
   <source>The models</source>
   <translation>Die Modelle</translation>
  </message>
  <message>
   <source>The program</source>
   <translation>Das Programm</translation>
  </message>
  <message>
   <source>The second part holds the key and lies beside it.</source>
   <translation>Der zweite Teil enthält den Schlüssel und liegt daneben.</translation>
  </message>
  <message>
   <source>The settings</source>
   <translation>Die Einstellungen</translation>
  </message>
  <message>
   <source>This sets up Kilo in a terminal; its extension takes the fields of its own way.</source>
   <translation>Dies richtet Kilo im Terminal ein; die Erweiterung nimmt die Felder ihres eigenen Wegs.</translation>
  </message>
  <message>
   <source>This tells the Cline of the terminal once; it keeps the key in its own settings.</source>
   <translation>Das sagt es Cline im Terminal ein für alle Mal; Cline behält den Schlüssel in seinen eigenen Einstellungen.</translation>
  </message>
  <message>
   <source>URL</source>
   <translation>URL</translation>
  </message>
  <message>
   <source>VS Code then opens chatLanguageModels.json: put this in place of the entry's models.</source>
   <translation>VS Code öffnet dann chatLanguageModels.json: Dies anstelle der Modelle des Eintrags einsetzen.</translation>
  </message>
  <message>
   <source>What works</source>
   <translation>Was geht</translation>
  </message>
  <message>
   <source>Where it asks how to sign in, choose Use Gemini API Key.</source>
   <translation>Wo es nach der Anmeldung fragt, „Use Gemini API Key“ wählen.</translation>
  </message>
  <message>
   <source>Where it runs already, start it again: ccr restart.</source>
   <translation>Wo er schon läuft, ihn neu starten: ccr restart.</translation>
  </message>
  <message>
   <source>Your prompts then pass through Cursor's servers: ask whether that is allowed.</source>
   <translation>Ihre Prompts laufen dann über die Server von Cursor: klären, ob das erlaubt ist.</translation>
  </message>
 </context>
 <context>
  <name>RecipePart</name>
  <message>
   <source>Copy: {title}</source>
   <translation>Kopieren: {title}</translation>
  </message>
 </context>
 <context>
  <name>RemoveAccountSheet</name>
  <message>
   <source>Its service key leaves your keyring, and its {count} deployments are no longer served. Statistics stay, and nothing changes in SAP AI Core.</source>
   <translation>Sein Service-Key verlässt Ihren Schlüsselbund, und seine {count} Deployments werden nicht mehr bedient. Die Statistik bleibt, und in SAP AI Core ändert sich nichts.</translation>
  </message>
  <message>
   <source>Keep it</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Remove account</source>
   <translation>Konto entfernen</translation>
  </message>
  <message>
   <source>Remove {account}?</source>
   <translation>{account} entfernen?</translation>
  </message>
 </context>
 <context>
  <name>RenameAccountSheet</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Rename {account}</source>
   <translation>{account} umbenennen</translation>
  </message>
 </context>
 <context>
  <name>RenameSheet</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Rename the conversation</source>
   <translation>Unterhaltung umbenennen</translation>
  </message>
  <message>
   <source>Title</source>
   <translation>Titel</translation>
  </message>
 </context>
 <context>
  <name>Requests</name>
  <message>
   <source>2nd try</source>
   <translation>2. Versuch</translation>
  </message>
  <message>
   <source>3rd try</source>
   <translation>3. Versuch</translation>
  </message>
  <message>
   <source>4th try</source>
   <translation>4. Versuch</translation>
  </message>
  <message>
   <source>API</source>
   <translation>API</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Asked → served</source>
   <translation>Gefragt → bedient</translation>
  </message>
  <message>
   <source>At limit</source>
   <translation>Am Limit</translation>
  </message>
  <message>
   <source>Broke off</source>
   <translation>Abgerissen</translation>
  </message>
  <message>
   <source>Cached</source>
   <translation>Cache</translation>
  </message>
  <message>
   <source>Cancelled</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <source>Chat Completions</source>
   <translation>Chat Completions</translation>
  </message>
  <message>
   <source>Client</source>
   <translation>Client</translation>
  </message>
  <message>
   <source>Completions</source>
   <translation>Completions</translation>
  </message>
  <message>
   <source>Embeddings</source>
   <translation>Embeddings</translation>
  </message>
  <message>
   <source>Error {status}</source>
   <translation>Fehler {status}</translation>
  </message>
  <message>
   <source>Failed here</source>
   <translation>Hier gescheitert</translation>
  </message>
  <message>
   <source>Filtered</source>
   <translation>Gefiltert</translation>
  </message>
  <message>
   <source>First token</source>
   <translation>Erstes Token</translation>
  </message>
  <message>
   <source>Gemini</source>
   <translation>Gemini</translation>
  </message>
  <message>
   <source>In</source>
   <translation>Eingabe</translation>
  </message>
  <message>
   <source>Key refused</source>
   <translation>Schlüssel abgelehnt</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>Messages</translation>
  </message>
  <message>
   <source>No model</source>
   <translation>Kein Modell</translation>
  </message>
  <message>
   <source>Not accepted</source>
   <translation>Nicht angenommen</translation>
  </message>
  <message>
   <source>Not allowed</source>
   <translation>Nicht erlaubt</translation>
  </message>
  <message>
   <source>OK</source>
   <translation>OK</translation>
  </message>
  <message>
   <source>Ollama</source>
   <translation>Ollama</translation>
  </message>
  <message>
   <source>Out</source>
   <translation>Ausgabe</translation>
  </message>
  <message>
   <source>Overloaded</source>
   <translation>Überlastet</translation>
  </message>
  <message>
   <source>Responses</source>
   <translation>Responses</translation>
  </message>
  <message>
   <source>Retries</source>
   <translation>Versuche</translation>
  </message>
  <message>
   <source>SAP failed</source>
   <translation>SAP gescheitert</translation>
  </message>
  <message>
   <source>Status</source>
   <translation>Status</translation>
  </message>
  <message>
   <source>Streaming</source>
   <translation>Antwortet</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <source>Timed out</source>
   <translation>Zu spät</translation>
  </message>
  <message>
   <source>Too large</source>
   <translation>Zu groß</translation>
  </message>
  <message>
   <source>Too long</source>
   <translation>Zu lang</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>Gesamt</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <source>{asked} was asked for, {served} served it</source>
   <translation>{asked} wurde angefragt, {served} hat bedient</translation>
  </message>
  <message>
   <source>{client}, with the key of {key}</source>
   <translation>{client}, mit dem Schlüssel von {key}</translation>
  </message>
  <message>
   <source>{count} tries</source>
   <translation>{count} Versuche</translation>
  </message>
 </context>
 <context>
  <name>RequestsPage</name>
  <message>
   <source>Add service key…</source>
   <translation>Service-Key hinzufügen…</translation>
  </message>
  <message>
   <source>Bring the service key of your SAP AI Core instance first.</source>
   <translation>Zuerst den Service-Key Ihrer SAP-AI-Core-Instanz einbringen.</translation>
  </message>
  <message>
   <source>Clear the filter</source>
   <translation>Filter leeren</translation>
  </message>
  <message>
   <source>Connect a tool</source>
   <translation>Werkzeug verbinden</translation>
  </message>
  <message>
   <source>JSON lines (*.jsonl)</source>
   <translation>JSON-Zeilen (*.jsonl)</translation>
  </message>
  <message>
   <source>No requests yet</source>
   <translation>Noch keine Anfragen</translation>
  </message>
  <message>
   <source>None of the requests that are kept fits the filter.</source>
   <translation>Keine der aufbewahrten Anfragen passt zum Filter.</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Requests</source>
   <translation>Anfragen</translation>
  </message>
  <message>
   <source>Save requests</source>
   <translation>Anfragen sichern</translation>
  </message>
  <message>
   <source>Saved to {file}.</source>
   <translation>Gesichert in {file}.</translation>
  </message>
  <message>
   <source>Spreadsheet (*.csv)</source>
   <translation>Tabelle (*.csv)</translation>
  </message>
  <message>
   <source>Your tools reach the proxy at {url}.</source>
   <translation>Ihre Werkzeuge erreichen den Proxy unter {url}.</translation>
  </message>
  <message>
   <source>bodies are not recorded</source>
   <translation>Inhalte werden nicht aufgezeichnet</translation>
  </message>
  <message>
   <source>bodies are recorded</source>
   <translation>Inhalte werden aufgezeichnet</translation>
  </message>
  <message numerus="yes">
   <source>kept for %n days</source>
   <translation>
    <numerusform>%n Tag aufbewahrt</numerusform>
    <numerusform>%n Tage aufbewahrt</numerusform>
   </translation>
  </message>
  <message>
   <source>kept for good</source>
   <translation>dauerhaft aufbewahrt</translation>
  </message>
  <message>
   <source>kept for one day</source>
   <translation>einen Tag aufbewahrt</translation>
  </message>
  <message>
   <source>{count} today</source>
   <translation>{count} heute</translation>
  </message>
  <message>
   <source>{kept} · {bodies}</source>
   <translation>{kept} · {bodies}</translation>
  </message>
 </context>
 <context>
  <name>RevokeSheet</name>
  <message>
   <source>Keep it</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Revoke key</source>
   <translation>Schlüssel widerrufen</translation>
  </message>
  <message>
   <source>Revoke the key of {name}?</source>
   <translation>Schlüssel von {name} widerrufen?</translation>
  </message>
  <message>
   <source>{name} stops working at once. Its statistics stay.</source>
   <translation>{name} funktioniert sofort nicht mehr. Die Statistik bleibt.</translation>
  </message>
 </context>
 <context>
  <name>Route</name>
  <message numerus="yes">
   <source>%n deployments could answer</source>
   <translation>
    <numerusform>%n Deployment konnte antworten</numerusform>
    <numerusform>%n Deployments konnten antworten</numerusform>
   </translation>
  </message>
  <message>
   <source>All of them rest; {name} does so for the shortest time.</source>
   <translation>Alle ruhen; {name} am kürzesten.</translation>
  </message>
  <message>
   <source>It rested until {time}.</source>
   <translation>Es ruhte bis {time}.</translation>
  </message>
  <message>
   <source>It was held back for SAP's quota.</source>
   <translation>Sie wurde wegen des Kontingents von SAP zurückgehalten.</translation>
  </message>
  <message>
   <source>No deployment was asked</source>
   <translation>Kein Deployment wurde gefragt</translation>
  </message>
  <message>
   <source>Not asked: it would have made the request wait for too long.</source>
   <translation>Nicht gefragt: Die Anfrage hätte zu lange warten müssen.</translation>
  </message>
  <message>
   <source>One deployment could answer</source>
   <translation>Ein Deployment konnte antworten</translation>
  </message>
  <message>
   <source>The answer broke off</source>
   <translation>Die Antwort brach ab</translation>
  </message>
  <message>
   <source>The answer is coming</source>
   <translation>Die Antwort kommt</translation>
  </message>
  <message>
   <source>The client went away</source>
   <translation>Der Client ging weg</translation>
  </message>
  <message>
   <source>Waiting for the first token</source>
   <translation>Wartet auf das erste Token</translation>
  </message>
  <message>
   <source>{name} was chosen: it comes first in your order.</source>
   <translation>{name} wurde gewählt: Es kommt in Ihrer Reihenfolge zuerst.</translation>
  </message>
  <message>
   <source>{name} was chosen: it has the fewest requests.</source>
   <translation>{name} wurde gewählt: Es hat die wenigsten Anfragen.</translation>
  </message>
  <message>
   <source>{name} was chosen: it was its turn.</source>
   <translation>{name} wurde gewählt: Es war an der Reihe.</translation>
  </message>
  <message>
   <source>{name} was chosen: the conversation stays with it, for the prompt in its cache.</source>
   <translation>{name} wurde gewählt: Die Unterhaltung bleibt bei ihm, wegen des Prompts in seinem Cache.</translation>
  </message>
  <message>
   <source>{name} was chosen: the model's own deployment goes before orchestration.</source>
   <translation>{name} wurde gewählt: Das eigene Deployment des Modells geht vor Orchestration.</translation>
  </message>
  <message>
   <source>{name} was chosen: the others are being tried after a rest.</source>
   <translation>{name} wurde gewählt: Die anderen werden nach einer Ruhezeit gerade ausprobiert.</translation>
  </message>
  <message>
   <source>{name} was chosen: the others rest.</source>
   <translation>{name} wurde gewählt: Die anderen ruhen.</translation>
  </message>
  <message>
   <source>{name} was chosen: the quota of the others is used up.</source>
   <translation>{name} wurde gewählt: Das Kontingent der anderen ist verbraucht.</translation>
  </message>
  <message>
   <source>{status}, answered</source>
   <translation>{status}, beantwortet</translation>
  </message>
  <message>
   <source>{what}; resting until {time}</source>
   <translation>{what}; ruht bis {time}</translation>
  </message>
  <message>
   <source>{what}; resting until {time}, as its Retry-After asks</source>
   <translation>{what}; ruht bis {time}, wie sein Retry-After verlangt</translation>
  </message>
 </context>
 <context>
  <name>SecretField</name>
  <message>
   <source>Hide {name}</source>
   <translation>{name} verbergen</translation>
  </message>
  <message>
   <source>Show {name}</source>
   <translation>{name} zeigen</translation>
  </message>
  <message>
   <source>{name}, hidden, begins with {beginning}</source>
   <translation>{name}, verdeckt, beginnt mit {beginning}</translation>
  </message>
 </context>
 <context>
  <name>Setting</name>
  <message>
   <source>A PEM file of further certificate authorities</source>
   <translation>Eine PEM-Datei mit weiteren Zertifizierungsstellen</translation>
  </message>
  <message>
   <source>Account or deployment id -&gt; its share of the requests, where others have 1</source>
   <translation>Konto oder Deployment-ID -&gt; Anteil an den Anfragen, wo andere 1 haben</translation>
  </message>
  <message>
   <source>Accounts</source>
   <translation>Konten</translation>
  </message>
  <message>
   <source>Accounts and deployment ids, the first choice first; others come after</source>
   <translation>Konten und Deployment-IDs, die erste Wahl zuerst; andere folgen</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Aliases</source>
   <translation>Aliasse</translation>
  </message>
  <message>
   <source>Also writes each request as a line of JSON into this file, as sap-ai-core-llm-proxy does</source>
   <translation>Schreibt jede Anfrage auch als JSON-Zeile in diese Datei, wie sap-ai-core-llm-proxy es tut</translation>
  </message>
  <message>
   <source>As this computer</source>
   <translation>Wie dieser Computer</translation>
  </message>
  <message>
   <source>Ask once a day whether there is a newer version, and say so; nothing is downloaded</source>
   <translation>Einmal am Tag fragen, ob es eine neuere Version gibt, und es sagen; heruntergeladen wird nichts</translation>
  </message>
  <message>
   <source>By priority</source>
   <translation>Nach Priorität</translation>
  </message>
  <message>
   <source>Capacity units that all keys together may use in a month; then requests are refused until the next one. 0 sets none</source>
   <translation>Capacity Units, die alle Schlüssel zusammen in einem Monat verbrauchen dürfen; danach werden Anfragen bis zum nächsten abgelehnt. 0 heißt keines</translation>
  </message>
  <message>
   <source>Certificate</source>
   <translation>Zertifikat</translation>
  </message>
  <message>
   <source>Certificate authorities</source>
   <translation>Zertifizierungsstellen</translation>
  </message>
  <message>
   <source>Closing the window leaves the proxy running</source>
   <translation>Nach dem Schließen des Fensters läuft der Proxy weiter</translation>
  </message>
  <message>
   <source>Connecting takes at most</source>
   <translation>Verbinden dauert höchstens</translation>
  </message>
  <message>
   <source>Connections at once</source>
   <translation>Gleichzeitige Verbindungen</translation>
  </message>
  <message>
   <source>Connections that are held at once; further ones are refused (503)</source>
   <translation>Verbindungen, die gleichzeitig gehalten werden; weitere werden abgelehnt (503)</translation>
  </message>
  <message>
   <source>Currency</source>
   <translation>Währung</translation>
  </message>
  <message>
   <source>Database</source>
   <translation>Datenbank</translation>
  </message>
  <message>
   <source>Days after which log files are deleted</source>
   <translation>Tage, nach denen Protokolldateien gelöscht werden</translation>
  </message>
  <message>
   <source>Days after which usage is deleted; 0 keeps all of it</source>
   <translation>Tage, nach denen Nutzungsdaten gelöscht werden; 0 behält alles</translation>
  </message>
  <message>
   <source>Default model</source>
   <translation>Standardmodell</translation>
  </message>
  <message>
   <source>Detail</source>
   <translation>Ausführlichkeit</translation>
  </message>
  <message>
   <source>Everything</source>
   <translation>Alles</translation>
  </message>
  <message>
   <source>Further names</source>
   <translation>Weitere Namen</translation>
  </message>
  <message>
   <source>Further names under which clients may call (containers, proxies)</source>
   <translation>Weitere Namen, unter denen Clients anfragen dürfen (Container, Proxys)</translation>
  </message>
  <message>
   <source>HTTPS</source>
   <translation>HTTPS</translation>
  </message>
  <message>
   <source>Hidden models</source>
   <translation>Verborgene Modelle</translation>
  </message>
  <message>
   <source>Hosts that never use the proxy: names, endings, patterns with *</source>
   <translation>Hosts, die den Proxy nie benutzen: Namen, Endungen, Muster mit *</translation>
  </message>
  <message>
   <source>How much of it is used when window and tray say so</source>
   <translation>Wie viel davon verbraucht ist, wenn Fenster und Infobereich es melden</translation>
  </message>
  <message>
   <source>How much the log tells</source>
   <translation>Wie viel das Protokoll erzählt</translation>
  </message>
  <message>
   <source>In which costs are told beside SAP's capacity units, such as EUR</source>
   <translation>Die Währung, in der Kosten neben den Capacity Units von SAP stehen, etwa EUR</translation>
  </message>
  <message>
   <source>Keep logs for</source>
   <translation>Protokolle aufbewahren</translation>
  </message>
  <message>
   <source>Keep reasoning</source>
   <translation>Gedanken aufbewahren</translation>
  </message>
  <message>
   <source>Keep running in the tray</source>
   <translation>Im Infobereich weiterlaufen</translation>
  </message>
  <message>
   <source>Keep usage for</source>
   <translation>Nutzungsdaten aufbewahren</translation>
  </message>
  <message>
   <source>Keep what models thought before they called a tool for two weeks: tools that cannot send it back need it</source>
   <translation>Zwei Wochen lang aufbewahren, was Modelle vor einem Werkzeugaufruf dachten: Werkzeuge, die es nicht zurücksenden können, brauchen es</translation>
  </message>
  <message>
   <source>Keeps the vault's key in this file where there is no keyring</source>
   <translation>Bewahrt den Schlüssel des Tresors in dieser Datei auf, wo es keinen Schlüsselbund gibt</translation>
  </message>
  <message>
   <source>Key of the certificate</source>
   <translation>Schlüssel des Zertifikats</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Largest request</source>
   <translation>Größte Anfrage</translation>
  </message>
  <message>
   <source>Look for deployments every</source>
   <translation>Nach Deployments sehen alle</translation>
  </message>
  <message>
   <source>Look for new versions</source>
   <translation>Nach neuen Versionen sehen</translation>
  </message>
  <message>
   <source>MB</source>
   <translation>MB</translation>
  </message>
  <message>
   <source>Megabytes of a request's body</source>
   <translation>Megabytes im Inhalt einer Anfrage</translation>
  </message>
  <message>
   <source>Model -&gt; input, output, cache_read, cache_write: capacity units for 1,000 tokens, where SAP tells none</source>
   <translation>Modell -&gt; input, output, cache_read, cache_write: Capacity Units für 1.000 Token, wo SAP keine nennt</translation>
  </message>
  <message>
   <source>Model facts</source>
   <translation>Angaben zu Modellen</translation>
  </message>
  <message>
   <source>Model facts that override the shipped catalogue</source>
   <translation>Angaben zu Modellen, die den mitgelieferten Katalog übersteuern</translation>
  </message>
  <message>
   <source>Monthly budget</source>
   <translation>Monatsbudget</translation>
  </message>
  <message>
   <source>Name or pattern (claude-*) -&gt; the model that is meant; the one that spells out most counts</source>
   <translation>Name oder Muster (claude-*) -&gt; das gemeinte Modell; es zählt, was am meisten ausschreibt</translation>
  </message>
  <message>
   <source>Names or patterns of models that are neither listed nor served</source>
   <translation>Namen oder Muster von Modellen, die weder gelistet noch bedient werden</translation>
  </message>
  <message>
   <source>Nearest version</source>
   <translation>Nächstliegende Version</translation>
  </message>
  <message>
   <source>New versions from</source>
   <translation>Neue Versionen von</translation>
  </message>
  <message>
   <source>Of texts, numbers and dates</source>
   <translation>Von Texten, Zahlen und Daten</translation>
  </message>
  <message>
   <source>Ollama's API</source>
   <translation>API von Ollama</translation>
  </message>
  <message>
   <source>Ollama's port</source>
   <translation>Port von Ollama</translation>
  </message>
  <message>
   <source>One after the other</source>
   <translation>Reihum</translation>
  </message>
  <message>
   <source>Open no window at the start; the tray icon shows it</source>
   <translation>Beim Start kein Fenster öffnen; das Symbol im Infobereich zeigt es</translation>
  </message>
  <message>
   <source>Orchestration</source>
   <translation>Orchestration</translation>
  </message>
  <message>
   <source>Pools</source>
   <translation>Pools</translation>
  </message>
  <message>
   <source>Port</source>
   <translation>Port</translation>
  </message>
  <message>
   <source>PostgreSQL for several replicas that share keys, limits and usage: postgresql://user@host:5432/name; from the next start on. Empty for files of our own</source>
   <translation>PostgreSQL für mehrere Replikate, die Schlüssel, Grenzen und Nutzungsdaten teilen: postgresql://user@host:5432/name; ab dem nächsten Start. Leer für eigene Dateien</translation>
  </message>
  <message>
   <source>Price of a capacity unit</source>
   <translation>Preis einer Capacity Unit</translation>
  </message>
  <message>
   <source>Prices</source>
   <translation>Preise</translation>
  </message>
  <message>
   <source>Priorities</source>
   <translation>Prioritäten</translation>
  </message>
  <message>
   <source>Problems only</source>
   <translation>Nur Probleme</translation>
  </message>
  <message>
   <source>Prompts and answers</source>
   <translation>Prompts und Antworten</translation>
  </message>
  <message>
   <source>Proxy</source>
   <translation>Proxy</translation>
  </message>
  <message>
   <source>Proxy user</source>
   <translation>Proxy-Benutzer</translation>
  </message>
  <message>
   <source>Requests at once</source>
   <translation>Gleichzeitige Anfragen</translation>
  </message>
  <message>
   <source>Requests under way at once; further ones are told to wait (429). 0 sets no limit</source>
   <translation>Anfragen, die gleichzeitig laufen; weitere sollen warten (429). 0 setzt keine Grenze</translation>
  </message>
  <message>
   <source>SAP AI Core accounts by name</source>
   <translation>SAP-AI-Core-Konten nach Namen</translation>
  </message>
  <message>
   <source>Seconds between two looks for deployments</source>
   <translation>Sekunden zwischen zwei Suchen nach Deployments</translation>
  </message>
  <message>
   <source>Seconds for a connection to SAP, TLS included</source>
   <translation>Sekunden für eine Verbindung zu SAP, TLS inbegriffen</translation>
  </message>
  <message>
   <source>Seconds for which a request may wait until SAP takes more of its model, in place of a 429; 0 never waits</source>
   <translation>Sekunden, die eine Anfrage warten darf, bis SAP mehr für ihr Modell annimmt, anstelle eines 429; 0 wartet nie</translation>
  </message>
  <message>
   <source>Seconds without a byte until an answer counts as dead</source>
   <translation>Sekunden ohne ein Byte, bis eine Antwort als tot gilt</translation>
  </message>
  <message>
   <source>Serve HTTPS with a certificate that is made here</source>
   <translation>HTTPS mit einem hier angelegten Zertifikat anbieten</translation>
  </message>
  <message>
   <source>Serve HTTPS with this PEM certificate and its chain</source>
   <translation>HTTPS mit diesem PEM-Zertifikat und seiner Kette anbieten</translation>
  </message>
  <message>
   <source>Serve a model whose version is not deployed by the nearest version of the same family; otherwise such names are told that there is none</source>
   <translation>Ein Modell, dessen Version nicht bereitgestellt ist, durch die nächstliegende Version derselben Familie bedienen; sonst heißt es bei solchen Namen, dass es keines gibt</translation>
  </message>
  <message>
   <source>Serve models that have no deployment through SAP's orchestration service, where one runs; it also stands in for deployments that fail</source>
   <translation>Modelle ohne eigenes Deployment über den Orchestration-Service von SAP bedienen, wo einer läuft; er springt auch für Deployments ein, die scheitern</translation>
  </message>
  <message>
   <source>Several deployments</source>
   <translation>Mehrere Deployments</translation>
  </message>
  <message>
   <source>Silence lasts at most</source>
   <translation>Stille dauert höchstens</translation>
  </message>
  <message>
   <source>Start without a window</source>
   <translation>Ohne Fenster starten</translation>
  </message>
  <message>
   <source>The API key (its name) on whose behalf tools that know Ollama alone are served without one; empty for off</source>
   <translation>Der API-Schlüssel (sein Name), in dessen Auftrag Werkzeuge, die nur Ollama kennen, ohne einen bedient werden; leer für aus</translation>
  </message>
  <message>
   <source>The address to listen on; 0.0.0.0 opens the proxy to the network</source>
   <translation>Die Adresse, auf der gelauscht wird; 0.0.0.0 öffnet den Proxy für das Netz</translation>
  </message>
  <message>
   <source>The least busy</source>
   <translation>Am wenigsten belegt</translation>
  </message>
  <message>
   <source>The model for names that nothing else knows; empty for none</source>
   <translation>Das Modell für Namen, die sonst nichts kennt; leer für keines</translation>
  </message>
  <message>
   <source>The port to listen on; 0 picks a free one</source>
   <translation>Der Port, auf dem gelauscht wird; 0 nimmt einen freien</translation>
  </message>
  <message>
   <source>The repository on GitHub, or on a company's own, whose releases are looked at</source>
   <translation>Das Repository auf GitHub oder dem eines Unternehmens, nach dessen Versionen gesehen wird</translation>
  </message>
  <message>
   <source>The user name for the proxy; its password is in the vault</source>
   <translation>Der Benutzername für den Proxy; sein Passwort liegt im Tresor</translation>
  </message>
  <message>
   <source>The way out: system, environment, none, or http://host:port</source>
   <translation>Der Weg nach draußen: system, environment, none oder http://host:port</translation>
  </message>
  <message>
   <source>Tiers</source>
   <translation>Stufen</translation>
  </message>
  <message>
   <source>Token log</source>
   <translation>Token-Protokoll</translation>
  </message>
  <message>
   <source>Usual</source>
   <translation>Üblich</translation>
  </message>
  <message>
   <source>Vault's key file</source>
   <translation>Schlüsseldatei des Tresors</translation>
  </message>
  <message>
   <source>Wait for quota at most</source>
   <translation>Auf Kontingent warten höchstens</translation>
  </message>
  <message>
   <source>Warn of the budget at</source>
   <translation>Vor dem Budget warnen ab</translation>
  </message>
  <message>
   <source>Web pages</source>
   <translation>Webseiten</translation>
  </message>
  <message>
   <source>Web pages that may call from a browser, such as https://chat.local</source>
   <translation>Webseiten, die aus einem Browser anfragen dürfen, etwa https://chat.local</translation>
  </message>
  <message>
   <source>Weights</source>
   <translation>Gewichte</translation>
  </message>
  <message>
   <source>What one capacity unit of SAP AI Core costs you in your currency; 0 tells costs in units alone</source>
   <translation>Was eine Capacity Unit von SAP AI Core in Ihrer Währung kostet; 0 nennt Kosten nur in Capacity Units</translation>
  </message>
  <message>
   <source>Where such tools look for it, on 127.0.0.1 alone</source>
   <translation>Wo solche Werkzeuge sie suchen, nur auf 127.0.0.1</translation>
  </message>
  <message>
   <source>Where the certificate's file does not hold it</source>
   <translation>Falls die Datei des Zertifikats ihn nicht enthält</translation>
  </message>
  <message>
   <source>Which deployment of a model a request goes to: the least busy (a conversation stays where it is), one after the other, or the first in order of priority</source>
   <translation>An welches Deployment eines Modells eine Anfrage geht: das am wenigsten beschäftigte (eine Unterhaltung bleibt, wo sie ist), reihum, oder das erste nach Priorität</translation>
  </message>
  <message>
   <source>Without the proxy</source>
   <translation>Ohne den Proxy</translation>
  </message>
  <message>
   <source>Write what clients ask and models answer into the log: for the search of a fault, and off again after it</source>
   <translation>Ins Protokoll schreiben, was Clients fragen und Modelle antworten: zur Suche nach einem Fehler, danach wieder aus</translation>
  </message>
  <message>
   <source>days</source>
   <translation>Tage</translation>
  </message>
  <message>
   <source>opus, sonnet, haiku or * -&gt; deployment ids, for model names that nothing else knows</source>
   <translation>opus, sonnet, haiku oder * -&gt; Deployment-IDs, für Modellnamen, die sonst nichts kennt</translation>
  </message>
  <message>
   <source>opus, sonnet, haiku or gpt -&gt; the model for unknown names that hold the word</source>
   <translation>opus, sonnet, haiku oder gpt -&gt; das Modell für unbekannte Namen, die das Wort enthalten</translation>
  </message>
  <message>
   <source>s</source>
   <translation>s</translation>
  </message>
 </context>
 <context>
  <name>SettingsPage</name>
  <message>
   <source>Advanced</source>
   <translation>Erweitert</translation>
  </message>
  <message>
   <source>All files (*)</source>
   <translation>Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Certificates</source>
   <translation>Zertifikate</translation>
  </message>
  <message>
   <source>Claude Code and everything on Node: NODE_EXTRA_CA_CERTS. curl: --cacert. Or your system's store.</source>
   <translation>Claude Code und alles auf Node: NODE_EXTRA_CA_CERTS. curl: --cacert. Oder der Speicher Ihres Systems.</translation>
  </message>
  <message>
   <source>Connections</source>
   <translation>Verbindungen</translation>
  </message>
  <message>
   <source>Each page shows its hint again.</source>
   <translation>Jede Seite zeigt ihren Hinweis wieder.</translation>
  </message>
  <message>
   <source>Everything but keys and passwords, as one file.</source>
   <translation>Alles außer Schlüsseln und Passwörtern, als eine Datei.</translation>
  </message>
  <message>
   <source>Export settings</source>
   <translation>Einstellungen exportieren</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportieren…</translation>
  </message>
  <message>
   <source>File of the certificate authority</source>
   <translation>Datei der Zertifizierungsstelle</translation>
  </message>
  <message>
   <source>Find a setting</source>
   <translation>Einstellung suchen</translation>
  </message>
  <message>
   <source>First run</source>
   <translation>Ersteinrichtung</translation>
  </message>
  <message>
   <source>General</source>
   <translation>Allgemein</translation>
  </message>
  <message>
   <source>Groups of settings</source>
   <translation>Gruppen von Einstellungen</translation>
  </message>
  <message>
   <source>Hints</source>
   <translation>Hinweise</translation>
  </message>
  <message>
   <source>Import settings</source>
   <translation>Einstellungen importieren</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>Importieren…</translation>
  </message>
  <message>
   <source>Let your tools trust this certificate</source>
   <translation>Werkzeuge diesem Zertifikat vertrauen lassen</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>Grenzen</translation>
  </message>
  <message>
   <source>Log files</source>
   <translation>Protokolldateien</translation>
  </message>
  <message>
   <source>Logging and privacy</source>
   <translation>Protokoll und Datenschutz</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>Netzwerk</translation>
  </message>
  <message>
   <source>No setting fits these words.</source>
   <translation>Keine Einstellung passt zu diesen Wörtern.</translation>
  </message>
  <message>
   <source>Nothing has changed: these settings are in force already.</source>
   <translation>Nichts hat sich geändert: Diese Einstellungen gelten bereits.</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>One line on a page, for its first use.</source>
   <translation>Eine Zeile auf einer Seite, für den ersten Gebrauch.</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Plain text; changes are read at the next start.</source>
   <translation>Klartext; Änderungen werden beim nächsten Start gelesen.</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <source>Set up again</source>
   <translation>Neu einrichten</translation>
  </message>
  <message>
   <source>Settings (*.toml)</source>
   <translation>Einstellungen (*.toml)</translation>
  </message>
  <message>
   <source>Settings file</source>
   <translation>Einstellungsdatei</translation>
  </message>
  <message>
   <source>Show hints again</source>
   <translation>Hinweise wieder zeigen</translation>
  </message>
  <message>
   <source>Start at login</source>
   <translation>Beim Anmelden starten</translation>
  </message>
  <message>
   <source>Takes over what the file says; accounts are added.</source>
   <translation>Übernimmt, was die Datei sagt; Konten kommen hinzu.</translation>
  </message>
  <message>
   <source>The settings are in {file}.</source>
   <translation>Die Einstellungen sind in {file}.</translation>
  </message>
  <message>
   <source>Walk through the set-up once more; nothing is lost.</source>
   <translation>Noch einmal durch die Einrichtung gehen; nichts geht verloren.</translation>
  </message>
  <message>
   <source>What is asked and answered is never written down, and no key ever.</source>
   <translation>Was gefragt und geantwortet wird, wird nie aufgeschrieben, und nie ein Schlüssel.</translation>
  </message>
  <message>
   <source>Your tools find the proxy running when you begin to work.</source>
   <translation>Ihre Werkzeuge finden den Proxy laufend vor, wenn Sie mit der Arbeit beginnen.</translation>
  </message>
  <message>
   <source>changes apply at once</source>
   <translation>Änderungen gelten sofort</translation>
  </message>
  <message>
   <source>{count} settings were taken over.</source>
   <translation>{count} Einstellungen wurden übernommen.</translation>
  </message>
 </context>
 <context>
  <name>ShareList</name>
  <message>
   <source>and {count} more</source>
   <translation>und {count} weitere</translation>
  </message>
 </context>
 <context>
  <name>Shortcut</name>
  <message>
   <source>Add the service key that was copied</source>
   <translation>Den kopierten Service-Key hinzufügen</translation>
  </message>
  <message>
   <source>Back to the page before</source>
   <translation>Zurück zur vorigen Seite</translation>
  </message>
  <message>
   <source>Close Help</source>
   <translation>Hilfe schließen</translation>
  </message>
  <message>
   <source>Close the details</source>
   <translation>Details schließen</translation>
  </message>
  <message>
   <source>Close the sheet and change nothing</source>
   <translation>Blatt schließen, ohne etwas zu ändern</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>Fenster schließen</translation>
  </message>
  <message>
   <source>Delete the conversation that is selected</source>
   <translation>Die gewählte Unterhaltung löschen</translation>
  </message>
  <message>
   <source>Filter or search what is shown</source>
   <translation>Filtern oder durchsuchen, was gezeigt wird</translation>
  </message>
  <message>
   <source>Help for what you are in</source>
   <translation>Hilfe zu dem, was gerade offen ist</translation>
  </message>
  <message>
   <source>In Help</source>
   <translation>In der Hilfe</translation>
  </message>
  <message>
   <source>In sheets</source>
   <translation>In Blättern</translation>
  </message>
  <message>
   <source>In tables</source>
   <translation>In Tabellen</translation>
  </message>
  <message>
   <source>In the chat</source>
   <translation>Im Chat</translation>
  </message>
  <message>
   <source>In the main window</source>
   <translation>Im Hauptfenster</translation>
  </message>
  <message>
   <source>Leave the catalogue</source>
   <translation>Katalog verlassen</translation>
  </message>
  <message>
   <source>Menu of the row</source>
   <translation>Menü der Zeile</translation>
  </message>
  <message>
   <source>New conversation</source>
   <translation>Neue Unterhaltung</translation>
  </message>
  <message>
   <source>New line in the message</source>
   <translation>Neue Zeile in der Nachricht</translation>
  </message>
  <message>
   <source>Next part: side list, page, details</source>
   <translation>Nächster Teil: Seitenliste, Seite, Details</translation>
  </message>
  <message>
   <source>On the API keys page</source>
   <translation>Auf der Seite API-Schlüssel</translation>
  </message>
  <message>
   <source>On the Models page</source>
   <translation>Auf der Seite Modelle</translation>
  </message>
  <message>
   <source>On the Requests page</source>
   <translation>Auf der Seite Anfragen</translation>
  </message>
  <message>
   <source>Open the row</source>
   <translation>Zeile öffnen</translation>
  </message>
  <message>
   <source>Press the highlighted button</source>
   <translation>Die hervorgehobene Schaltfläche drücken</translation>
  </message>
  <message>
   <source>Quit AI Core Tray</source>
   <translation>AI Core Tray beenden</translation>
  </message>
  <message>
   <source>Rename the conversation that is selected</source>
   <translation>Die gewählte Unterhaltung umbenennen</translation>
  </message>
  <message>
   <source>Revoke the API key that is selected</source>
   <translation>Den gewählten API-Schlüssel widerrufen</translation>
  </message>
  <message>
   <source>Search Help</source>
   <translation>Hilfe durchsuchen</translation>
  </message>
  <message>
   <source>Search all conversations</source>
   <translation>Alle Unterhaltungen durchsuchen</translation>
  </message>
  <message>
   <source>Send the message</source>
   <translation>Nachricht senden</translation>
  </message>
  <message>
   <source>Show {page}</source>
   <translation>{page} zeigen</translation>
  </message>
  <message>
   <source>Stop the answer</source>
   <translation>Antwort anhalten</translation>
  </message>
  <message>
   <source>Turn the row's switch</source>
   <translation>Den Schalter der Zeile umlegen</translation>
  </message>
 </context>
 <context>
  <name>SideList</name>
  <message>
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
 </context>
 <context>
  <name>SnippetBox</name>
  <message>
   <source>Copy: {title}</source>
   <translation>Kopieren: {title}</translation>
  </message>
 </context>
 <context>
  <name>Starting</name>
  <message>
   <source>Quit AI Core Tray</source>
   <translation>AI Core Tray beenden</translation>
  </message>
  <message>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
 </context>
 <context>
  <name>StatCard</name>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>{title}: {figure}</source>
   <translation>{title}: {figure}</translation>
  </message>
 </context>
 <context>
  <name>SystemPrompt</name>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>System prompt</source>
   <translation>System-Prompt</translation>
  </message>
  <message>
   <source>The model gets it before each message of this conversation.</source>
   <translation>Das Modell bekommt ihn vor jeder Nachricht dieser Unterhaltung.</translation>
  </message>
  <message>
   <source>You answer briefly and name your sources.</source>
   <translation>Du antwortest kurz und nennst deine Quellen.</translation>
  </message>
 </context>
 <context>
  <name>ThinkingView</name>
  <message>
   <source>Thinking…</source>
   <translation>Denkt nach…</translation>
  </message>
  <message>
   <source>Thought for {time}</source>
   <translation>{time} nachgedacht</translation>
  </message>
  <message>
   <source>Thoughts</source>
   <translation>Gedanken</translation>
  </message>
 </context>
 <context>
  <name>TierMap</name>
  <message>
   <source>Exact names only</source>
   <translation>Nur genaue Namen</translation>
  </message>
  <message>
   <source>Names with “{tier}” in them that no deployment has are answered by {model}.</source>
   <translation>Namen mit „{tier}“, die kein Deployment hat, beantwortet {model}.</translation>
  </message>
  <message>
   <source>Names with “{tier}” in them that no deployment has are refused.</source>
   <translation>Namen mit „{tier}“, die kein Deployment hat, werden abgelehnt.</translation>
  </message>
  <message>
   <source>When a tool asks for</source>
   <translation>Wenn ein Werkzeug fragt nach</translation>
  </message>
  <message>
   <source>these short names are what Claude Code, Codex and others send</source>
   <translation>diese kurzen Namen senden Claude Code, Codex und andere</translation>
  </message>
 </context>
 <context>
  <name>ToolMenus</name>
  <message>
   <source>Copy setup for</source>
   <translation>Einrichtung kopieren für</translation>
  </message>
  <message>
   <source>Launch with proxy</source>
   <translation>Mit Proxy starten</translation>
  </message>
  <message>
   <source>More tools</source>
   <translation>Weitere Werkzeuge</translation>
  </message>
  <message>
   <source>Shell</source>
   <translation>Shell</translation>
  </message>
  <message>
   <source>{tool} in {folder}</source>
   <translation>{tool} in {folder}</translation>
  </message>
  <message>
   <source>{tool}…</source>
   <translation>{tool}…</translation>
  </message>
 </context>
 <context>
  <name>ToolPanel</name>
  <message>
   <source>Apply</source>
   <translation>Anwenden</translation>
  </message>
  <message>
   <source>Ask the proxy once, as this tool would</source>
   <translation>Den Proxy einmal fragen, wie dieses Werkzeug es täte</translation>
  </message>
  <message>
   <source>Bring in a service key and look at Models.</source>
   <translation>Einen Service-Key einbringen und unter „Modelle“ nachsehen.</translation>
  </message>
  <message>
   <source>Choose the folder to work in</source>
   <translation>Arbeitsordner wählen</translation>
  </message>
  <message>
   <source>Connected</source>
   <translation>Verbunden</translation>
  </message>
  <message>
   <source>Error</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <source>Everything is written already.</source>
   <translation>Alles ist bereits geschrieben.</translation>
  </message>
  <message>
   <source>It shows the API key {name}.</source>
   <translation>Es zeigt den API-Schlüssel {name}.</translation>
  </message>
  <message>
   <source>Its API key is {name}.</source>
   <translation>Sein API-Schlüssel ist {name}.</translation>
  </message>
  <message>
   <source>Its own API key, {name}, is made when you copy or launch.</source>
   <translation>Sein eigener API-Schlüssel, {name}, wird beim Kopieren oder Starten angelegt.</translation>
  </message>
  <message>
   <source>Its own API key, {name}, is made when you copy.</source>
   <translation>Sein eigener API-Schlüssel, {name}, wird beim Kopieren angelegt.</translation>
  </message>
  <message>
   <source>Launch once</source>
   <translation>Einmal starten</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>No model is served yet.</source>
   <translation>Noch wird kein Modell bedient.</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Testen</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <source>Way to set it up</source>
   <translation>Weg zur Einrichtung</translation>
  </message>
  <message>
   <source>{model} answered after {time}.</source>
   <translation>{model} hat nach {time} geantwortet.</translation>
  </message>
 </context>
 <context>
  <name>ToolStep</name>
  <message>
   <source>Tools</source>
   <translation>Werkzeuge</translation>
  </message>
 </context>
 <context>
  <name>Tools</name>
  <message>
   <source>Answered {when}</source>
   <translation>Antwort: {when}</translation>
  </message>
  <message>
   <source>Cannot be written</source>
   <translation>Nicht beschreibbar</translation>
  </message>
  <message>
   <source>Goes elsewhere</source>
   <translation>Geht woandershin</translation>
  </message>
  <message>
   <source>Got an error</source>
   <translation>Bekam einen Fehler</translation>
  </message>
  <message>
   <source>It asked for a model that is not served here. Choose one above and set it up again.</source>
   <translation>Es fragte nach einem Modell, das hier nicht bedient wird. Oben eines wählen und neu einrichten.</translation>
  </message>
  <message>
   <source>It goes to {address} now. Undo brings that back.</source>
   <translation>Es geht jetzt zu {address}. Rückgängig bringt das zurück.</translation>
  </message>
  <message>
   <source>It was set up for another address or model. Apply brings it up to date.</source>
   <translation>Es wurde für eine andere Adresse oder ein anderes Modell eingerichtet. Anwenden bringt es auf den neuesten Stand.</translation>
  </message>
  <message>
   <source>It was written {when}.</source>
   <translation>Geschrieben: {when}.</translation>
  </message>
  <message>
   <source>Its API key is not known here. Copy its setup again.</source>
   <translation>Sein API-Schlüssel ist hier nicht bekannt. Die Einrichtung neu kopieren.</translation>
  </message>
  <message>
   <source>Its API key may not use that model. Choose another model, or another key.</source>
   <translation>Sein API-Schlüssel darf dieses Modell nicht nutzen. Ein anderes Modell oder einen anderen Schlüssel wählen.</translation>
  </message>
  <message>
   <source>Its conversation is too long for the model.</source>
   <translation>Seine Unterhaltung ist für das Modell zu lang.</translation>
  </message>
  <message>
   <source>Looking</source>
   <translation>Wird gesucht</translation>
  </message>
  <message>
   <source>Not found</source>
   <translation>Nicht gefunden</translation>
  </message>
  <message>
   <source>Not set up</source>
   <translation>Nicht eingerichtet</translation>
  </message>
  <message>
   <source>Out of date</source>
   <translation>Veraltet</translation>
  </message>
  <message>
   <source>SAP AI Core answered with an error. The dashboard tells which.</source>
   <translation>SAP AI Core hat mit einem Fehler geantwortet. Die Übersicht sagt, mit welchem.</translation>
  </message>
  <message>
   <source>Set up</source>
   <translation>Eingerichtet</translation>
  </message>
  <message>
   <source>The model did not answer in time.</source>
   <translation>Das Modell hat nicht rechtzeitig geantwortet.</translation>
  </message>
  <message>
   <source>The model is at its limit. It works again in a moment.</source>
   <translation>Das Modell ist an seiner Grenze. Es geht gleich wieder.</translation>
  </message>
  <message>
   <source>The model is overloaded. It works again in a moment.</source>
   <translation>Das Modell ist überlastet. Es geht gleich wieder.</translation>
  </message>
  <message>
   <source>The proxy could not use its request. The log tells more.</source>
   <translation>Der Proxy konnte mit der Anfrage nichts anfangen. Das Protokoll sagt mehr.</translation>
  </message>
  <message>
   <source>Waiting for it</source>
   <translation>Wird erwartet</translation>
  </message>
  <message>
   <source>Waiting for the first request from {tool}…</source>
   <translation>Wartet auf die erste Anfrage von {tool}…</translation>
  </message>
  <message>
   <source>app</source>
   <translation>App</translation>
  </message>
  <message>
   <source>for programs</source>
   <translation>für Programme</translation>
  </message>
  <message>
   <source>in the editor</source>
   <translation>im Editor</translation>
  </message>
  <message>
   <source>in the terminal</source>
   <translation>im Terminal</translation>
  </message>
  <message>
   <source>in {editor}</source>
   <translation>in {editor}</translation>
  </message>
  <message>
   <source>{name} is set in the environment. {tool} may go by that.</source>
   <translation>{name} ist in der Umgebung gesetzt. {tool} richtet sich vielleicht danach.</translation>
  </message>
  <message>
   <source>{name} is set in {file}, line {line}. {tool} may go by that.</source>
   <translation>{name} ist in {file}, Zeile {line} gesetzt. {tool} richtet sich vielleicht danach.</translation>
  </message>
  <message>
   <source>{name} is set in {file}. {tool} may go by that.</source>
   <translation>{name} ist in {file} gesetzt. {tool} richtet sich vielleicht danach.</translation>
  </message>
  <message>
   <source>{tool} called and got an error. {what}</source>
   <translation>{tool} fragte an und bekam einen Fehler. {what}</translation>
  </message>
  <message>
   <source>{tool} was answered after {time}, by {model}.</source>
   <translation>{tool} bekam nach {time} Antwort, von {model}.</translation>
  </message>
  <message>
   <source>{tool} was answered by {model}.</source>
   <translation>{tool} bekam Antwort von {model}.</translation>
  </message>
 </context>
 <context>
  <name>Transcript</name>
  <message>
   <source>Conversation</source>
   <translation>Unterhaltung</translation>
  </message>
  <message>
   <source>Go to the end</source>
   <translation>Zum Ende</translation>
  </message>
  <message>
   <source>Show earlier messages</source>
   <translation>Frühere Nachrichten zeigen</translation>
  </message>
  <message>
   <source>You: {text}</source>
   <translation>Sie: {text}</translation>
  </message>
 </context>
 <context>
  <name>Tray</name>
  <message>
   <source>About AI Core Tray</source>
   <translation>Über AI Core Tray</translation>
  </message>
  <message>
   <source>Accounts</source>
   <translation>Konten</translation>
  </message>
  <message>
   <source>Cannot start</source>
   <translation>Startet nicht</translation>
  </message>
  <message>
   <source>Chat…</source>
   <translation>Chat…</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Diagnose kopieren</translation>
  </message>
  <message>
   <source>Dashboard…</source>
   <translation>Übersicht…</translation>
  </message>
  <message>
   <source>Diagnostics…</source>
   <translation>Diagnose…</translation>
  </message>
  <message>
   <source>Ending</source>
   <translation>Wird beendet</translation>
  </message>
  <message>
   <source>Ending, 1 request still running</source>
   <translation>Wird beendet, 1 Anfrage läuft noch</translation>
  </message>
  <message>
   <source>Ending, {count} requests still running</source>
   <translation>Wird beendet, {count} Anfragen laufen noch</translation>
  </message>
  <message>
   <source>Exact names only</source>
   <translation>Nur genaue Namen</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Help…</source>
   <translation>Hilfe…</translation>
  </message>
  <message>
   <source>Import key…</source>
   <translation>Service-Key importieren…</translation>
  </message>
  <message>
   <source>Model map</source>
   <translation>Modellzuordnung</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Open logs folder</source>
   <translation>Protokollordner öffnen</translation>
  </message>
  <message>
   <source>Proxy on</source>
   <translation>Proxy an</translation>
  </message>
  <message>
   <source>Quit AI Core Tray</source>
   <translation>AI Core Tray beenden</translation>
  </message>
  <message>
   <source>Quit AI Core Tray (1 request running)</source>
   <translation>AI Core Tray beenden (1 Anfrage läuft)</translation>
  </message>
  <message>
   <source>Quit AI Core Tray ({count} requests running)</source>
   <translation>AI Core Tray beenden ({count} Anfragen laufen)</translation>
  </message>
  <message>
   <source>Quit now</source>
   <translation>Sofort beenden</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Running in a terminal</source>
   <translation>Läuft in einem Terminal</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <source>Starting</source>
   <translation>Startet</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Hält an</translation>
  </message>
  <message>
   <source>Today {requests} requests · {input} in · {output} out · {errors} errors</source>
   <translation>Heute {requests} Anfragen · {input} ein · {output} aus · {errors} Fehler</translation>
  </message>
  <message>
   <source>Update to {version} available…</source>
   <translation>Update auf {version} verfügbar…</translation>
  </message>
  <message>
   <source>{tier} → exact names only</source>
   <translation>{tier} → nur genaue Namen</translation>
  </message>
 </context>
 <context>
  <name>Trouble</name>
  <message>
   <source>, not a service key of SAP AI Core</source>
   <translation>, kein Service-Key von SAP AI Core</translation>
  </message>
  <message>
   <source>A certificate is not trusted: fix…</source>
   <translation>Einem Zertifikat wird nicht vertraut: beheben…</translation>
  </message>
  <message>
   <source>A resource group of {account} cannot be used.</source>
   <translation>Eine Ressourcengruppe von {account} kann nicht verwendet werden.</translation>
  </message>
  <message>
   <source>A setting in the settings file is wrong and its default is used.</source>
   <translation>Eine Einstellung in der Einstellungsdatei ist falsch; ihr Standardwert wird verwendet.</translation>
  </message>
  <message>
   <source>A setting is wrong: show…</source>
   <translation>Eine Einstellung ist falsch: zeigen…</translation>
  </message>
  <message>
   <source>AI Core Tray already runs on this port, started in a terminal as "aicore-tray serve".</source>
   <translation>AI Core Tray läuft auf diesem Port schon, in einem Terminal als „aicore-tray serve“ gestartet.</translation>
  </message>
  <message>
   <source>Accounts whose key lies in a file go on working.</source>
   <translation>Konten, deren Service-Key in einer Datei liegt, arbeiten weiter.</translation>
  </message>
  <message>
   <source>Add certificate…</source>
   <translation>Zertifikat hinzufügen…</translation>
  </message>
  <message>
   <source>Add service key…</source>
   <translation>Service-Key hinzufügen…</translation>
  </message>
  <message>
   <source>Already running in a terminal…</source>
   <translation>Läuft schon in einem Terminal…</translation>
  </message>
  <message>
   <source>Cannot start: show why…</source>
   <translation>Startet nicht: zeigen, warum…</translation>
  </message>
  <message>
   <source>Certificate of {account} ends soon…</source>
   <translation>Zertifikat von {account} endet bald…</translation>
  </message>
  <message>
   <source>Change budget…</source>
   <translation>Budget ändern…</translation>
  </message>
  <message>
   <source>Check again</source>
   <translation>Erneut prüfen</translation>
  </message>
  <message>
   <source>Check the network or the VPN. Requests are tried all the same, and it looks again by itself.</source>
   <translation>Netz oder VPN prüfen. Anfragen werden trotzdem versucht, und es wird von selbst wieder nachgesehen.</translation>
  </message>
  <message>
   <source>Choose another</source>
   <translation>Andere wählen</translation>
  </message>
  <message>
   <source>Choose another resource group, or deploy a model in SAP AI Launchpad.</source>
   <translation>Eine andere Ressourcengruppe wählen oder im SAP AI Launchpad ein Modell bereitstellen.</translation>
  </message>
  <message>
   <source>Create a new binding in BTP cockpit, then replace the key here; models and settings stay.</source>
   <translation>Im BTP-Cockpit eine neue Bindung anlegen und den Service-Key hier ersetzen; Modelle und Einstellungen bleiben.</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>Drop the key of your SAP AI Core instance on this window.</source>
   <translation>Den Service-Key Ihrer SAP-AI-Core-Instanz auf diesem Fenster ablegen.</translation>
  </message>
  <message>
   <source>End that program and start again, or move.</source>
   <translation>Das Programm beenden und neu starten, oder umziehen.</translation>
  </message>
  <message>
   <source>Enter them once; the password is kept in your keyring.</source>
   <translation>Einmal eingeben; das Passwort wird in Ihrem Schlüsselbund aufbewahrt.</translation>
  </message>
  <message>
   <source>It may change after a restart.</source>
   <translation>Das kann sich nach einem Neustart ändern.</translation>
  </message>
  <message>
   <source>It may have been deleted or rotated.</source>
   <translation>Er könnte gelöscht oder ausgetauscht worden sein.</translation>
  </message>
  <message>
   <source>It serves your tools as well as this one would.</source>
   <translation>Er bedient Ihre Werkzeuge so gut, wie dieser es würde.</translation>
  </message>
  <message>
   <source>Keep them in a file</source>
   <translation>In einer Datei aufbewahren</translation>
  </message>
  <message>
   <source>Key of {account} cannot be read: fix…</source>
   <translation>Service-Key von {account} nicht lesbar: beheben…</translation>
  </message>
  <message>
   <source>Key of {account} refused: fix…</source>
   <translation>Service-Key von {account} abgelehnt: beheben…</translation>
  </message>
  <message>
   <source>Keyring locked: unlock…</source>
   <translation>Schlüsselbund gesperrt: entsperren…</translation>
  </message>
  <message>
   <source>No deployment in {account}: fix…</source>
   <translation>Kein Deployment in {account}: beheben…</translation>
  </message>
  <message>
   <source>No keyring: choose where keys are kept…</source>
   <translation>Kein Schlüsselbund: Ort für Schlüssel wählen…</translation>
  </message>
  <message>
   <source>No service key yet.</source>
   <translation>Noch kein Service-Key.</translation>
  </message>
  <message>
   <source>No service key yet: add one…</source>
   <translation>Noch kein Service-Key: hinzufügen…</translation>
  </message>
  <message>
   <source>Nothing is deployed in resource group {group} of {account}.</source>
   <translation>In Ressourcengruppe {group} von {account} ist nichts bereitgestellt.</translation>
  </message>
  <message>
   <source>Port {port} is not allowed: fix…</source>
   <translation>Port {port} ist nicht erlaubt: beheben…</translation>
  </message>
  <message>
   <source>Port {port} is reserved: fix…</source>
   <translation>Port {port} ist reserviert: beheben…</translation>
  </message>
  <message>
   <source>Port {port} is taken by {who}.</source>
   <translation>Port {port} ist belegt von {who}.</translation>
  </message>
  <message>
   <source>Port {port} is taken: fix…</source>
   <translation>Port {port} ist belegt: beheben…</translation>
  </message>
  <message>
   <source>Ports from 1024 on are free for everybody.</source>
   <translation>Ports ab 1024 sind für alle frei.</translation>
  </message>
  <message>
   <source>Replace key…</source>
   <translation>Service-Key ersetzen…</translation>
  </message>
  <message>
   <source>Resource group of {account}: fix…</source>
   <translation>Ressourcengruppe von {account}: beheben…</translation>
  </message>
  <message>
   <source>Run Px or cntlm and enter http://127.0.0.1:3128.</source>
   <translation>Px oder cntlm starten und http://127.0.0.1:3128 eintragen.</translation>
  </message>
  <message>
   <source>SAP AI Core cannot be reached from this computer.</source>
   <translation>SAP AI Core ist von diesem Computer aus nicht zu erreichen.</translation>
  </message>
  <message>
   <source>SAP AI Core cannot be reached…</source>
   <translation>SAP AI Core ist nicht zu erreichen…</translation>
  </message>
  <message>
   <source>SAP AI Core refused the key of {account}.</source>
   <translation>SAP AI Core hat den Service-Key von {account} abgelehnt.</translation>
  </message>
  <message>
   <source>Set proxy…</source>
   <translation>Proxy festlegen…</translation>
  </message>
  <message>
   <source>Show the account</source>
   <translation>Konto zeigen</translation>
  </message>
  <message>
   <source>Show the file</source>
   <translation>Datei zeigen</translation>
  </message>
  <message>
   <source>Something to know: show…</source>
   <translation>Ein Hinweis: zeigen…</translation>
  </message>
  <message>
   <source>Start a new store</source>
   <translation>Neuen Speicher beginnen</translation>
  </message>
  <message>
   <source>Start with an empty store and bring your service keys again; the old file is kept beside it.</source>
   <translation>Mit einem leeren Speicher beginnen und die Service-Keys neu einbringen; die alte Datei bleibt daneben liegen.</translation>
  </message>
  <message>
   <source>Stored keys cannot be opened: fix…</source>
   <translation>Gespeicherte Service-Keys lassen sich nicht öffnen: beheben…</translation>
  </message>
  <message>
   <source>The certificate of {account} ends in {days} days.</source>
   <translation>Das Zertifikat von {account} endet in {days} Tagen.</translation>
  </message>
  <message>
   <source>The company's proxy refuses us: fix…</source>
   <translation>Der Proxy des Unternehmens weist uns ab: beheben…</translation>
  </message>
  <message>
   <source>The company's proxy wants a password…</source>
   <translation>Der Proxy des Unternehmens verlangt ein Passwort…</translation>
  </message>
  <message>
   <source>The month's budget is used up…</source>
   <translation>Das Budget des Monats ist verbraucht…</translation>
  </message>
  <message>
   <source>The service key of {account} cannot be read.</source>
   <translation>Der Service-Key von {account} kann nicht gelesen werden.</translation>
  </message>
  <message>
   <source>The stored service keys do not open with the key in your keyring.</source>
   <translation>Die gespeicherten Service-Keys lassen sich mit dem Schlüssel in Ihrem Schlüsselbund nicht öffnen.</translation>
  </message>
  <message>
   <source>They can be kept in a file that only you may read. Whoever gets at your files gets at the keys.</source>
   <translation>Sie können in einer Datei aufbewahrt werden, die nur Sie lesen dürfen. Wer an Ihre Dateien kommt, kommt an die Service-Keys.</translation>
  </message>
  <message>
   <source>This computer has no keyring that could keep your service keys.</source>
   <translation>Dieser Computer hat keinen Schlüsselbund, der Ihre Service-Keys aufbewahren könnte.</translation>
  </message>
  <message>
   <source>This month's budget is used up.</source>
   <translation>Das Budget dieses Monats ist verbraucht.</translation>
  </message>
  <message>
   <source>Tools are refused until the next month begins, or the budget is raised.</source>
   <translation>Werkzeuge werden abgewiesen, bis der nächste Monat beginnt oder das Budget erhöht wird.</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Erneut versuchen</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation>Entsperren</translation>
  </message>
  <message>
   <source>Use that one</source>
   <translation>Jenen verwenden</translation>
  </message>
  <message>
   <source>Use {port}</source>
   <translation>{port} verwenden</translation>
  </message>
  <message>
   <source>When all of it is, tools are refused until the next month begins.</source>
   <translation>Ist es ganz verbraucht, werden Werkzeuge bis zum nächsten Monat abgewiesen.</translation>
  </message>
  <message>
   <source>Windows keeps port {port} for itself (Hyper-V).</source>
   <translation>Windows behält Port {port} für sich (Hyper-V).</translation>
  </message>
  <message>
   <source>Your IT has the root certificate as a .pem or .crt file; add it once.</source>
   <translation>Ihre IT hat das Stammzertifikat als .pem- oder .crt-Datei; einmal hinzufügen.</translation>
  </message>
  <message>
   <source>Your account may not use port {port}.</source>
   <translation>Ihr Benutzerkonto darf Port {port} nicht verwenden.</translation>
  </message>
  <message>
   <source>Your company's network opens encrypted connections, and this computer does not trust its certificate.</source>
   <translation>Das Netz Ihres Unternehmens öffnet verschlüsselte Verbindungen, und dieser Computer vertraut seinem Zertifikat nicht.</translation>
  </message>
  <message>
   <source>Your company's proxy wants a Windows sign-in, which this app cannot do.</source>
   <translation>Der Proxy Ihres Unternehmens verlangt eine Windows-Anmeldung, die diese App nicht beherrscht.</translation>
  </message>
  <message>
   <source>Your company's proxy wants a name and a password.</source>
   <translation>Der Proxy Ihres Unternehmens verlangt Name und Passwort.</translation>
  </message>
  <message>
   <source>Your keyring is locked, so the service keys cannot be read.</source>
   <translation>Ihr Schlüsselbund ist gesperrt; die Service-Keys können nicht gelesen werden.</translation>
  </message>
  <message>
   <source>another program</source>
   <translation>einem anderen Programm</translation>
  </message>
  <message>
   <source>port {port} not allowed</source>
   <translation>Port {port} nicht erlaubt</translation>
  </message>
  <message>
   <source>port {port} reserved</source>
   <translation>Port {port} reserviert</translation>
  </message>
  <message>
   <source>port {port} taken</source>
   <translation>Port {port} belegt</translation>
  </message>
  <message>
   <source>runs in a terminal</source>
   <translation>läuft in einem Terminal</translation>
  </message>
  <message>
   <source>{account} does not answer as it should.</source>
   <translation>{account} antwortet nicht so, wie es sollte.</translation>
  </message>
  <message>
   <source>{account}: show what is wrong…</source>
   <translation>{account}: zeigen, was nicht stimmt…</translation>
  </message>
  <message>
   <source>{percent} % of the month's budget used…</source>
   <translation>{percent} % des Monatsbudgets verbraucht…</translation>
  </message>
  <message>
   <source>{percent} % of this month's budget are used.</source>
   <translation>{percent} % des Budgets dieses Monats sind verbraucht.</translation>
  </message>
 </context>
 <context>
  <name>WayList</name>
  <message>
   <source>Route</source>
   <translation>Weg</translation>
  </message>
 </context>
 <context>
  <name>WriteSetupSheet</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Set up {tools}</source>
   <translation>{tools} einrichten</translation>
  </message>
  <message>
   <source>Take it out</source>
   <translation>Herausnehmen</translation>
  </message>
  <message>
   <source>This is taken out of the files. Everything else in them stays as it is.</source>
   <translation>Dies wird aus den Dateien herausgenommen. Alles andere darin bleibt, wie es ist.</translation>
  </message>
  <message>
   <source>This is written. All else in the files stays as it is, and it can be undone at any time.</source>
   <translation>Dies wird geschrieben. Alles andere in den Dateien bleibt, wie es ist, und es kann jederzeit rückgängig gemacht werden.</translation>
  </message>
  <message>
   <source>Undo the setup of {tools}</source>
   <translation>Einrichtung von {tools} rückgängig machen</translation>
  </message>
  <message>
   <source>Write it</source>
   <translation>Schreiben</translation>
  </message>
  <message>
   <source>goes away</source>
   <translation>verschwindet</translation>
  </message>
  <message>
   <source>new</source>
   <translation>neu</translation>
  </message>
  <message>
   <source>{file} was changed since, and stays.</source>
   <translation>{file} wurde seither geändert und bleibt.</translation>
  </message>
  <message>
   <source>{name} in {file} was changed since, and stays.</source>
   <translation>{name} in {file} wurde seither geändert und bleibt.</translation>
  </message>
 </context>
 <context>
  <name>_AccountCard</name>
  <message>
   <source>resource group {groups}</source>
   <translation>Ressourcengruppe {groups}</translation>
  </message>
  <message>
   <source>resource groups {groups}</source>
   <translation>Ressourcengruppen {groups}</translation>
  </message>
  <message>
   <source>{deployments} deployments · {requests} requests today</source>
   <translation>{deployments} Deployments · {requests} Anfragen heute</translation>
  </message>
  <message>
   <source>{requests} requests today</source>
   <translation>{requests} Anfragen heute</translation>
  </message>
 </context>
 <context>
  <name>_Item</name>
  <message>
   <source>{page}, {count}</source>
   <translation>{page}, {count}</translation>
  </message>
  <message>
   <source>{page}: {problem}</source>
   <translation>{page}: {problem}</translation>
  </message>
 </context>
 <context>
  <name>_Panel</name>
  <message>
   <source>Details</source>
   <translation>Details</translation>
  </message>
 </context>
 <context>
  <name>_Row</name>
  <message>
   <source>Show no more</source>
   <translation>Nicht mehr zeigen</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Erneut versuchen</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>gescheitert</translation>
  </message>
  <message>
   <source>passed</source>
   <translation>bestanden</translation>
  </message>
  <message>
   <source>running</source>
   <translation>läuft</translation>
  </message>
  <message>
   <source>skipped</source>
   <translation>übersprungen</translation>
  </message>
  <message>
   <source>waits</source>
   <translation>wartet</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>Warnung</translation>
  </message>
 </context>
 <context>
  <name>_Step</name>
  <message>
   <source>{step}, done</source>
   <translation>{step}, erledigt</translation>
  </message>
  <message>
   <source>{step}, later</source>
   <translation>{step}, später</translation>
  </message>
  <message>
   <source>{step}, now</source>
   <translation>{step}, jetzt</translation>
  </message>
 </context>
 <context>
  <name>_SystemButton</name>
  <message>
   <source>System prompt: none</source>
   <translation>System-Prompt: keiner</translation>
  </message>
  <message>
   <source>System prompt: set</source>
   <translation>System-Prompt: gesetzt</translation>
  </message>
 </context>
</TS>
