<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>ConnectPage</name>
  <message numerus="yes">
   <source>Update %n tool(s)…</source>
   <translation>
    <numerusform>Update %n tool…</numerusform>
    <numerusform>Update %n tools…</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>ContentsView</name>
  <message numerus="yes">
   <source>%n pages found</source>
   <translation>
    <numerusform>%n page found</numerusform>
    <numerusform>%n pages found</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>RequestsPage</name>
  <message numerus="yes">
   <source>kept for %n days</source>
   <translation>
    <numerusform>kept for %n day</numerusform>
    <numerusform>kept for %n days</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>Route</name>
  <message numerus="yes">
   <source>%n deployments could answer</source>
   <translation>
    <numerusform>%n deployment could answer</numerusform>
    <numerusform>%n deployments could answer</numerusform>
   </translation>
  </message>
 </context>
</TS>
