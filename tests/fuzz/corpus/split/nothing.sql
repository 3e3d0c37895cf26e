 
-- only a comment; really
 /* ; */