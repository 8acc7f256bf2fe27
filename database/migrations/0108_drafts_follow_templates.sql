-- A draft that is filled in anew from the term sheet takes the words of the template of that day, and says that it is
-- of that template. One right more; the release before this one uses none of it.
grant update (template_version) on contract to techex_app;
