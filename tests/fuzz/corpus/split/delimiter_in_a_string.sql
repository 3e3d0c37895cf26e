delimiter //
SELECT '//'//
delimiter ;
x